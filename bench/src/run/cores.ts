import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Which core the server runs on and which the generator; `null` when they cannot be told apart. */
export interface Cores {
  readonly server: number;
  readonly generator: number;
}

/** Two cores of those that this process may use, when there are two and `taskset` is here. */
export function chooseCores(): Cores | null {
  const status = readFileSync("/proc/self/status", "utf8");
  const allowed = readList(/^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? "");
  const [server, generator] = allowed;
  const hasTaskset = spawnSync("taskset", ["--version"]).status === 0;
  return server === undefined || generator === undefined || !hasTaskset
    ? null
    : { server, generator };
}

/** A command that runs on one core, or as it is when there is none to choose. */
export function pinned(core: number | undefined, command: readonly string[]): readonly string[] {
  return core === undefined ? command : ["taskset", "--cpu-list", String(core), ...command];
}

/** `0-2,5` of proc(5). */
function readList(text: string): readonly number[] {
  return text.split(",").flatMap((range) => {
    const [first = "", last = first] = range.split("-");
    const count = Number(last) - Number(first) + 1;
    return first === "" ? [] : Array.from({ length: count }, (_, at) => Number(first) + at);
  });
}
