import { writeResult } from "@lectern/campaigns/results";

const startedAt = Date.now();

export interface WholeRun {
  /** What the result is named after. */
  readonly campaign: string;
  /** The test file, from the project's folder. */
  readonly file: string;
  /** The variables by which more is done than in the daily tests. */
  readonly variables: readonly string[];
  readonly figures: object;
}

/** Keeps what a test measured, if it was asked for the whole promise: the daily run proves less. */
export function recordRun({ campaign, file, variables, figures }: WholeRun): void {
  const set = variables.filter((name) => process.env[name] !== undefined);
  if (set.length < variables.length) return;
  const prefix = set.map((name) => `${name}=${process.env[name]}`).join(" ");
  const command = `${prefix} npx vitest run --project e2e ${file}`;
  writeResult({ campaign, command, startedAt, figures });
}
