import { setTimeout as sleep } from "node:timers/promises";
import { type Lectern, startLectern } from "../support/lectern.ts";
import type { Random } from "../support/random.ts";
import { until } from "../support/until.ts";
import { School } from "./school.ts";
import { type Slope, slopeOf } from "./slope.ts";
import { readVitals, type Vitals } from "./vitals.ts";

export interface SoakOptions {
  readonly minutes: number;
  readonly connections: number;
  readonly random: Random;
  /** Is called every minute. */
  readonly onMinute?: (minute: number, vitals: Vitals, seated: number) => void;
}

export interface SoakReport {
  readonly warmUpMinutes: number;
  /** Of resident memory, in MB, after the warm-up. */
  readonly slope: Slope;
  readonly before: Vitals;
  readonly atWarmUp: Vitals;
  readonly atEnd: Vitals;
  /** When everybody has gone. */
  readonly after: Vitals;
  readonly events: School["counts"];
}

/** How much of a run is warm-up, and how much at most. */
const warmUpShare = 0.25;
const longestWarmUpMinutes = 15;
const sampleEverySeconds = 5;
/** A seat that is held longest is a teacher's, for 60 s. */
const emptyWithinMs = 90_000;

/** Lets a school live on a server for a while, and watches the server's memory. */
export async function soak({
  minutes,
  connections,
  random,
  onMinute,
}: SoakOptions): Promise<SoakReport> {
  const lectern = await startLectern({ command: "signal-serve" });
  const look = () => vitalsOf(lectern);
  const before = await look();
  const school = new School({ url: lectern.url, connections, random });
  while (school.beginLesson()) await sleep(100);
  await until(
    () => school.seated > connections * 0.99,
    () => "everybody to have a seat",
  );
  const warmUpMinutes = Math.min(minutes * warmUpShare, longestWarmUpMinutes);
  const samples: { readonly at: number; readonly vitals: Vitals }[] = [];
  const startedAt = performance.now();
  const seconds = Math.round(minutes * 60);
  for (let second = 1; second <= seconds; second += 1) {
    school.live(1);
    await sleep(Math.max(0, startedAt + second * 1_000 - performance.now()));
    if (second % sampleEverySeconds !== 0 && second !== seconds) continue;
    samples.push({ at: performance.now() - startedAt, vitals: await look() });
    const last = samples.at(-1);
    if (last && second % 60 === 0) onMinute?.(second / 60, last.vitals, school.seated);
  }
  const warm = samples.filter(({ at }) => at >= warmUpMinutes * 60_000);
  const [first, last] = [warm[0], warm.at(-1)];
  if (!first || !last) throw new RangeError(`Cannot soak in ${minutes} minutes`);
  school.close();
  await until(
    () => isEmpty(lectern),
    () => "the server to be empty",
    emptyWithinMs,
  );
  const after = await look();
  await lectern.stop();
  return {
    warmUpMinutes,
    slope: slopeOf(warm.map(({ at, vitals }) => ({ at, value: vitals.rssMb }))),
    before,
    atWarmUp: first.vitals,
    atEnd: last.vitals,
    after,
    events: school.counts,
  };
}

async function vitalsOf(lectern: Lectern): Promise<Vitals> {
  const pid = lectern.signalingPid();
  if (pid === null) throw new Error(`The server has died:\n${lectern.output()}`);
  return readVitals(pid, lectern.signalingPort);
}

async function isEmpty(lectern: Lectern): Promise<boolean> {
  const { connections, seats, rooms } = await vitalsOf(lectern);
  return connections === 0 && seats === 0 && rooms === 0;
}
