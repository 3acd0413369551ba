import type { Load } from "../load/load.ts";
import { startMeter } from "../load/meter.ts";
import type { Values } from "../load/order.ts";
import type { ProcessTree } from "../load/process-tree.ts";

export interface BellPlan {
  readonly classes: number;
  readonly roomSize: number;
  /** How many have come before, on another day so to say. */
  readonly warm: number;
}

/** All classes of a school come in the same instant: the time until every roster is whole. */
export async function measureBell(
  load: Load,
  server: ProcessTree,
  { classes, roomSize, warm }: BellPlan,
): Promise<Values> {
  await load.join(load.enrol(warm, roomSize), 64);
  const seats = load.enrol(classes * roomSize, roomSize);
  const stop = startMeter(server);
  await load.join(seats, seats.length);
  const span = stop();
  return {
    seconds: span.seconds,
    serverCpuSeconds: span.serverCpuSeconds,
    generatorBusy: span.generatorBusy,
  };
}
