import { spawnSync } from "node:child_process";
import { cpus, release, totalmem } from "node:os";

/** Where and of what figures were obtained. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly node: string;
  /** Of the tree that was measured, with a plus when it has changes that are not committed. */
  readonly commit: string;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    cpu: all[0]?.model ?? "unknown",
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    kernel: release(),
    node: process.version,
    commit: `${git("rev-parse", "HEAD")}${git("status", "--porcelain") === "" ? "" : "+"}`,
  };
}

function git(...args: readonly string[]): string {
  const { stdout } = spawnSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" });
  return stdout?.trim() ?? "";
}
