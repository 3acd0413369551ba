import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../run/machine.ts";
import type { Result, Run } from "./summary.ts";

/** All that was measured, and by what, so that it can be measured again. */
export interface Results {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly command: string;
  readonly seed: number;
  readonly rounds: number;
  /** What the relayed messages were. */
  readonly mix: string;
  readonly machine: Machine;
  readonly results: readonly Result[];
  readonly runs: readonly Run[];
}

/** Writes the results to a file of their own; gives its path. */
export function writeResults(folder: string, results: Results): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `bench-${results.startedAt.replaceAll(":", "-")}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}
