import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** What is used here of the format of V8's CPU profiles. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
  /** The node that each sample found running. */
  readonly samples: readonly number[];
  /** µs before each sample. */
  readonly timeDeltas: readonly number[];
}

/** A function and its share of the time in which the process did something. */
export interface Hot {
  readonly name: string;
  readonly share: number;
}

/** Reads the profiles in a folder, one for each process: the one of the process that did most. */
export function readProfile(folder: string): CpuProfile {
  const profiles = readdirSync(folder).map((name) => parseProfile(join(folder, name)));
  const [busiest] = profiles.sort((a, b) => busyUs(b) - busyUs(a));
  if (busiest === undefined) throw new RangeError(`Cannot find a profile in ${folder}`);
  return busiest;
}

/** The functions in which most of the time was spent, callees not counted. */
export function hottest(profile: CpuProfile, count = 30): readonly Hot[] {
  const total = busyUs(profile);
  return [...timesUs(profile)]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((a, b) => b.share - a.share)
    .slice(0, count);
}

function parseProfile(file: string): CpuProfile {
  return JSON.parse(readFileSync(file, "utf8"));
}

function busyUs(profile: CpuProfile): number {
  return [...timesUs(profile).values()].reduce((sum, time) => sum + time, 0);
}

function timesUs({ nodes, samples, timeDeltas }: CpuProfile): ReadonlyMap<string, number> {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times = new Map<string, number>();
  for (const [at, id] of samples.entries()) {
    const name = names.get(id) ?? "";
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[at] ?? 0));
  }
  times.delete("(idle)");
  return times;
}

function nameOf({
  functionName,
  url,
  lineNumber,
}: CpuProfile["nodes"][number]["callFrame"]): string {
  const name = functionName || "(anonymous)";
  return url === "" ? name : `${name} ${basename(url)}:${lineNumber + 1}`;
}
