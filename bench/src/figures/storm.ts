import { setTimeout as sleep } from "node:timers/promises";
import { backOffMs } from "@lectern/client/backoff";
import { type Load, wholeRosters } from "../load/load.ts";
import { startMeter } from "../load/meter.ts";
import type { Values } from "../load/order.ts";
import type { ProcessTree } from "../load/process-tree.ts";
import type { Seat } from "../load/seat.ts";

export interface StormPlan {
  readonly count: number;
  readonly roomSize: number;
}

/** Every socket breaks at once and comes back as the client library does: the time until all are in again. */
export async function measureStorm(
  load: Load,
  server: ProcessTree,
  { count, roomSize }: StormPlan,
): Promise<Values> {
  const seats = load.enrol(count, roomSize);
  await load.join(seats, 64);
  const stop = startMeter(server);
  for (const seat of seats) seat.cut();
  const all = Promise.all(seats.map((seat) => comeBack(seat, load)));
  const returns = await load.settled("everybody to be back", all);
  await load.until("every roster to be whole", wholeRosters(seats));
  const span = stop();
  return {
    seconds: span.seconds,
    secondTries: returns.filter(({ attempts }) => attempts > 1).length,
    resumed: returns.filter(({ entry }) => entry === "resumed").length,
    serverCpuSeconds: span.serverCpuSeconds,
    generatorBusy: span.generatorBusy,
  };
}

interface Return {
  readonly entry: "joined" | "resumed";
  readonly attempts: number;
}

async function comeBack(seat: Seat, load: Load): Promise<Return> {
  for (let attempts = 0; ; attempts += 1) {
    await sleep(backOffMs(attempts, load.random()));
    const entry = await seat.enter();
    if (entry !== "failed") return { entry, attempts: attempts + 1 };
  }
}
