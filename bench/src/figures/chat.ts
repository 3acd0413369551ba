import { chat } from "../load/letters.ts";
import type { Load } from "../load/load.ts";
import { startMeter } from "../load/meter.ts";
import type { Values } from "../load/order.ts";
import { pace } from "../load/pace.ts";
import { percentile } from "../load/percentile.ts";
import type { ProcessTree } from "../load/process-tree.ts";
import { below } from "../load/random.ts";

export interface ChatPlan {
  readonly rooms: number;
  readonly roomSize: number;
  /** Lines of chat a second, over all rooms. */
  readonly perSecond: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

/** What one delivery of a line of chat costs the server. */
export async function measureChat(
  load: Load,
  server: ProcessTree,
  { rooms, roomSize, perSecond, warmMs, measureMs }: ChatPlan,
): Promise<Values> {
  const seats = load.enrol(rooms * roomSize, roomSize);
  await load.join(seats, 64);
  const { random } = load;
  const latenciesMs: number[] = [];
  let delivered = 0;
  load.onLetter = ({ dueUs }) => {
    delivered += 1;
    latenciesMs.push(performance.now() - dueUs / 1000);
  };
  const say = (dueMs: number): void => {
    const from = seats[below(seats.length, random)];
    if (from) load.sendEveryone(from, chat(), dueMs);
  };
  await pace({ perSecond, forMs: warmMs, random }, say);
  await load.settle();
  const before = delivered;
  latenciesMs.length = 0;
  const stop = startMeter(server);
  await pace({ perSecond, forMs: measureMs, random }, say);
  await load.settle();
  const span = stop();
  return {
    cpuPer100k: (span.serverCpuSeconds / (delivered - before)) * 100_000,
    deliveries: delivered - before,
    p99Ms: percentile(latenciesMs, 0.99),
    serverBusy: span.serverBusy,
    generatorBusy: span.generatorBusy,
  };
}
