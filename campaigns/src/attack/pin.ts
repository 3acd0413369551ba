import { spawnSync } from "node:child_process";

/**
 * Keeps a process, and what it starts from now on, on one core.
 *
 * @returns whether that can be done here
 */
export function pin(pid: number, core: number): boolean {
  return spawnSync("taskset", ["-acp", String(core), String(pid)]).status === 0;
}

/**
 * Leaves a process only what all others leave of its core, who get it at once when they want it.
 *
 * @returns whether that can be done here
 * @see sched(7), SCHED_IDLE
 */
export function putLast(pid: number): boolean {
  return spawnSync("chrt", ["--idle", "--all-tasks", "--pid", "0", String(pid)]).status === 0;
}
