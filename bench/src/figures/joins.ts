import { type Load, wholeRosters } from "../load/load.ts";
import { startMeter } from "../load/meter.ts";
import type { Values } from "../load/order.ts";
import { pace } from "../load/pace.ts";
import { percentile } from "../load/percentile.ts";
import type { ProcessTree } from "../load/process-tree.ts";

export interface PacedJoinsPlan {
  readonly roomSize: number;
  readonly perSecond: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

/** How long it takes from opening a socket to being in the room while so many a second come. */
export async function measurePacedJoins(
  load: Load,
  server: ProcessTree,
  { roomSize, perSecond, warmMs, measureMs }: PacedJoinsPlan,
): Promise<Values> {
  // A Poisson process brings more than five standard deviations above its mean once in a million runs.
  const mean = (perSecond * (warmMs + measureMs)) / 1000;
  const count = Math.ceil(mean + 5 * Math.sqrt(mean));
  const seats = load.enrol(count, roomSize);
  const { random } = load;
  const latenciesMs: number[] = [];
  let coming = 0;
  const joinNext = (dueMs: number, isCounted: boolean): void => {
    const seat = seats[coming];
    coming += 1;
    if (!seat) throw new RangeError(`Cannot enrol more than ${count}`);
    load.enter(seat).then(() => {
      if (isCounted) latenciesMs.push(performance.now() - dueMs);
    });
  };
  await pace({ perSecond, forMs: warmMs, random }, (dueMs) => joinNext(dueMs, false));
  const stop = startMeter(server);
  await pace({ perSecond, forMs: measureMs, random }, (dueMs) => joinNext(dueMs, true));
  const span = stop();
  await load.join(seats.slice(coming), 8);
  await load.until("every roster to be whole", wholeRosters(seats));
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    joins: latenciesMs.length,
    serverBusy: span.serverBusy,
    generatorBusy: span.generatorBusy,
  };
}

export interface MostJoinsPlan {
  readonly roomSize: number;
  readonly warm: number;
  readonly count: number;
  readonly atOnce: number;
}

/** Joins a second when a new one starts whenever one is in, and what one costs the server. */
export async function measureMostJoins(
  load: Load,
  server: ProcessTree,
  { roomSize, warm, count, atOnce }: MostJoinsPlan,
): Promise<Values> {
  await load.join(load.enrol(warm, roomSize), atOnce);
  const seats = load.enrol(count, roomSize);
  const stop = startMeter(server);
  await load.join(seats, atOnce);
  const span = stop();
  return {
    perSecond: count / span.seconds,
    cpuMsPerJoin: (span.serverCpuSeconds / count) * 1000,
    serverBusy: span.serverBusy,
    generatorBusy: span.generatorBusy,
  };
}
