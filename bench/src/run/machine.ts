import { execFileSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

/** Where figures were obtained. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly kernel: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? "unknown",
    cores: all.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: `${process.platform} ${release()}`,
    node: process.version,
  };
}

/** The commit of the tree, and whether it has changes that are not in it; results are none. */
export function describeCommit(): string {
  const isClean = git("status", "--porcelain", "--", ":/", ":(top,exclude)docs/results") === "";
  return `${git("rev-parse", "--short", "HEAD")}${isClean ? "" : " and what is not committed"}`;
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" }).trim();
}
