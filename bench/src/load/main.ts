// The load generator: told once what to do, says what it found, and ends.
import { measureBell } from "../figures/bell.ts";
import { measureChat } from "../figures/chat.ts";
import { measureMostJoins, measurePacedJoins } from "../figures/joins.ts";
import { measureLatency } from "../figures/latency.ts";
import { measureMemory } from "../figures/memory.ts";
import { measureRelay } from "../figures/relay.ts";
import { measureStorm } from "../figures/storm.ts";
import { Load, LoadFault } from "./load.ts";
import type { Measurement, Order, Report, Values } from "./order.ts";
import { ProcessTree } from "./process-tree.ts";

process.once("message", async (order: Order) => {
  const report = await measure(order);
  process.send?.(report, () => process.exit(0));
});

async function measure(order: Order): Promise<Report> {
  const load = new Load(order);
  const server = new ProcessTree(order.pid);
  const figure = order.isQuick ? quick : full;
  try {
    return { ok: true, values: await figure[order.measurement](load, server) };
  } catch (error) {
    if (error instanceof LoadFault) return { ok: false, faults: error.faults };
    throw error;
  }
}

type Figures = Readonly<Record<Measurement, (load: Load, server: ProcessTree) => Promise<Values>>>;

const classes = { rooms: 30, roomSize: 30 } as const;
const paced = { roomSize: 30, warmMs: 1_000, measureMs: 4_000 } as const;
const spoken = { warmMs: 2_000, measureMs: 5_000 } as const;

const full: Figures = {
  relay: (...of) => measureRelay(...of, { ...classes, ...spoken }),
  latency: (...of) =>
    measureLatency(...of, { ...classes, perSecond: 8_000, warmMs: 2_000, measureMs: 6_000 }),
  "joins-500": (...of) => measurePacedJoins(...of, { ...paced, perSecond: 500 }),
  "joins-1000": (...of) => measurePacedJoins(...of, { ...paced, perSecond: 1_000 }),
  "joins-most": (...of) =>
    measureMostJoins(...of, { roomSize: 30, warm: 600, count: 6_000, atOnce: 128 }),
  bell: (...of) => measureBell(...of, { classes: 60, roomSize: 30, warm: 300 }),
  memory: (...of) =>
    measureMemory(...of, { roomSize: 30, warm: 3_000, count: 10_000, idleMs: 16_000 }),
  "chat-30": (...of) => measureChat(...of, { rooms: 30, roomSize: 30, perSecond: 500, ...spoken }),
  "chat-500": (...of) => measureChat(...of, { rooms: 2, roomSize: 500, perSecond: 30, ...spoken }),
  storm: (...of) => measureStorm(...of, { count: 2_000, roomSize: 30 }),
};

const few = { rooms: 3, roomSize: 6, warmMs: 100, measureMs: 300 } as const;

const quick: Figures = {
  // Enough seats for each to stay below what it may send.
  relay: (...of) => measureRelay(...of, { ...few, rooms: 20 }),
  latency: (...of) => measureLatency(...of, { ...few, perSecond: 500 }),
  "joins-500": (...of) => measurePacedJoins(...of, { ...few, perSecond: 100 }),
  "joins-1000": (...of) => measurePacedJoins(...of, { ...few, perSecond: 200 }),
  "joins-most": (...of) => measureMostJoins(...of, { roomSize: 6, warm: 6, count: 60, atOnce: 16 }),
  bell: (...of) => measureBell(...of, { classes: 10, roomSize: 6, warm: 6 }),
  memory: (...of) => measureMemory(...of, { roomSize: 6, warm: 6, count: 60, idleMs: 0 }),
  "chat-30": (...of) => measureChat(...of, { ...few, perSecond: 50 }),
  "chat-500": (...of) => measureChat(...of, { ...few, rooms: 1, roomSize: 60, perSecond: 20 }),
  storm: (...of) => measureStorm(...of, { count: 60, roomSize: 6 }),
};
