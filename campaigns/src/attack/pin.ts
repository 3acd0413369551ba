import { spawnSync } from "node:child_process";

/**
 * Keeps a process, and what it starts from now on, on one core.
 *
 * @returns whether that can be done here
 */
export function pin(pid: number, core: number): boolean {
  return spawnSync("taskset", ["-acp", String(core), String(pid)]).status === 0;
}
