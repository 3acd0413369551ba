import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../..");
/** They are kept with the tree, so that the page of the results can be made again from them. */
const folder = join(root, "docs/results");

export interface Run {
  /** What the file is named after. */
  readonly campaign: string;
  /** By which it can be made again. */
  readonly command: string;
  /** Of a run that chance has a part in. */
  readonly seed?: number;
  /** ms since the epoch. */
  readonly startedAt: number;
  readonly figures: object;
}

/** Writes what a campaign measured, with where and of what; gives the path of the file. */
export function writeResult({ campaign, startedAt, figures, ...run }: Run): string {
  const file = join(folder, `${campaign}.json`);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const result = {
    campaign,
    ...run,
    startedAt: new Date(startedAt).toISOString(),
    seconds,
    commit: commit(),
    machine: machine(),
    figures,
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}

function commit(): string {
  const git = (...args: readonly string[]) =>
    execFileSync("git", [...args], { cwd: root, encoding: "utf8" }).trim();
  const isClean = git("status", "--porcelain", "--", ".", ":!docs/results") === "";
  return `${git("rev-parse", "--short", "HEAD")}${isClean ? "" : " and what is not committed"}`;
}

function machine(): object {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: `${process.platform} ${release()}`,
    node: process.version,
  };
}
