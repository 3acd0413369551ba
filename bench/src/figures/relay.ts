import { anySignal } from "../load/letters.ts";
import type { Load } from "../load/load.ts";
import { startMeter } from "../load/meter.ts";
import type { Values } from "../load/order.ts";
import type { ProcessTree } from "../load/process-tree.ts";

export interface RelayPlan {
  readonly rooms: number;
  readonly roomSize: number;
  readonly warmMs: number;
  readonly measureMs: number;
}

/**
 * Relayed messages a second at saturation, and what one costs the server.
 *
 * Everybody has one message on its way to somebody of the room and sends the next
 * when it has arrived; so many senders keep the server busy all the time, and each
 * of them far below what a seat may send.
 */
export async function measureRelay(
  load: Load,
  server: ProcessTree,
  { rooms, roomSize, warmMs, measureMs }: RelayPlan,
): Promise<Values> {
  const seats = load.enrol(rooms * roomSize, roomSize);
  await load.join(seats, 64);
  let arrived = 0;
  let isOn = true;
  load.onLetter = ({ sender }) => {
    arrived += 1;
    const from = load.seats[sender];
    if (isOn && from) load.sendAnyone(from, anySignal(load.random), performance.now());
  };
  for (const seat of seats) load.sendAnyone(seat, anySignal(load.random), performance.now());
  await load.during(warmMs);
  const before = arrived;
  const stop = startMeter(server);
  await load.during(measureMs);
  const span = stop();
  const count = arrived - before;
  isOn = false;
  await load.settle();
  return {
    perSecond: count / span.seconds,
    cpuPer100k: (span.serverCpuSeconds / count) * 100_000,
    messages: count,
    serverBusy: span.serverBusy,
    generatorBusy: span.generatorBusy,
  };
}
