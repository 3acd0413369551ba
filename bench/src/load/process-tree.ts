import { readFileSync } from "node:fs";

/** A process and all that it started, as `/proc` has them. */
export class ProcessTree {
  readonly #pids: readonly number[];

  constructor(root: number) {
    this.#pids = descend(root);
  }

  /** Time on a processor so far, in the kernel too, in seconds. */
  cpuSeconds(): number {
    return this.#sum((pid) => {
      // proc(5): the second field is a name in brackets and may hold anything; utime is the 14th.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    });
  }

  /** Memory that is held, in bytes. */
  residentBytes(): number {
    return this.#sum((pid) => {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
      return Number(/^Rss:\s+(\d+) kB$/m.exec(rollup)?.[1]) * 1024;
    });
  }

  signal(signal: NodeJS.Signals): void {
    for (const pid of this.#pids) process.kill(pid, signal);
  }

  #sum(read: (pid: number) => number): number {
    return this.#pids.reduce((sum, pid) => sum + read(pid), 0);
  }
}

/** USER_HZ, which is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

function descend(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return [pid, ...(children === "" ? [] : children.split(" ")).map(Number).flatMap(descend)];
}
