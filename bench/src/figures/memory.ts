import type { Load } from "../load/load.ts";
import type { Values } from "../load/order.ts";
import type { ProcessTree } from "../load/process-tree.ts";

export interface MemoryPlan {
  readonly roomSize: number;
  /** How many are in before the measurement starts. */
  readonly warm: number;
  readonly count: number;
  /** How long nothing happens before memory counts as that of idle sockets, in ms. */
  readonly idleMs: number;
}

/**
 * How much more memory the server holds with so many idle participants, for each of them.
 *
 * Those who are in before have made it grow to its working size, which is not theirs.
 * What a server keeps until a client has shown that it came is gone when they have
 * been idle for a while; what it is until then is given too.
 */
export async function measureMemory(
  load: Load,
  server: ProcessTree,
  { roomSize, warm, count, idleMs }: MemoryPlan,
): Promise<Values> {
  await load.join(load.enrol(warm, roomSize), 64);
  await load.during(idleMs);
  const before = await settledBytes(load, server);
  await load.join(load.enrol(count, roomSize), 64);
  const fresh = await settledBytes(load, server);
  await load.during(idleMs);
  const after = await settledBytes(load, server);
  return {
    kilobytesPerSocket: (after - before) / count / 1000,
    kilobytesAtFirst: (fresh - before) / count / 1000,
    megabytesBefore: before / 1e6,
    megabytesAfter: after / 1e6,
  };
}

const pauseMs = 250;
const settledWithin = 0.002;

/** What is held when collecting garbage frees no more. */
async function settledBytes(load: Load, server: ProcessTree): Promise<number> {
  let last = Number.POSITIVE_INFINITY;
  for (;;) {
    server.signal("SIGUSR2");
    await load.during(pauseMs);
    const bytes = server.residentBytes();
    if (bytes > last * (1 - settledWithin)) return Math.min(bytes, last);
    last = bytes;
  }
}
