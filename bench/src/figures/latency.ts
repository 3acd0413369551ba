import { anySignal } from "../load/letters.ts";
import type { Load } from "../load/load.ts";
import { startMeter } from "../load/meter.ts";
import type { Values } from "../load/order.ts";
import { pace } from "../load/pace.ts";
import { percentile } from "../load/percentile.ts";
import type { ProcessTree } from "../load/process-tree.ts";
import { below } from "../load/random.ts";

export interface LatencyPlan {
  readonly rooms: number;
  readonly roomSize: number;
  readonly perSecond: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

/** How long a message takes through the server while so many a second are offered. */
export async function measureLatency(
  load: Load,
  server: ProcessTree,
  { rooms, roomSize, perSecond, warmMs, measureMs }: LatencyPlan,
): Promise<Values> {
  const seats = load.enrol(rooms * roomSize, roomSize);
  await load.join(seats, 64);
  const latenciesMs: number[] = [];
  let countsFromMs = Number.POSITIVE_INFINITY;
  load.onLetter = ({ dueUs }) => {
    const dueMs = dueUs / 1000;
    if (dueMs >= countsFromMs) latenciesMs.push(performance.now() - dueMs);
  };
  const { random } = load;
  const send = (dueMs: number): void => {
    const from = seats[below(seats.length, random)];
    if (from) load.sendAnyone(from, anySignal(random), dueMs);
  };
  await pace({ perSecond, forMs: warmMs, random }, send);
  countsFromMs = performance.now();
  const stop = startMeter(server);
  await pace({ perSecond, forMs: measureMs, random }, send);
  const span = stop();
  await load.settle();
  return {
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    maxMs: percentile(latenciesMs, 1),
    messages: latenciesMs.length,
    serverBusy: span.serverBusy,
  };
}
