import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { type Lectern, readMetrics } from "../support/lectern.ts";

const collector = pathToFileURL(join(import.meta.dirname, "collect-on-signal.ts")).href;

/** With this a server can be asked to give back what it can: what is left is held for somebody. */
export const canCollect = { NODE_OPTIONS: `--expose-gc --import=${collector}` } as const;

/** How long a server has for it. */
const collectMs = 500;

/** What a server holds at this moment, in MB (2^20 bytes): objects and buffers, garbage excluded. */
export async function liveMemoryMb(lectern: Lectern): Promise<number> {
  const pid = lectern.signalingPid();
  if (pid === null) throw new Error(`The server has died:\n${lectern.output()}`);
  process.kill(pid, "SIGUSR2");
  await sleep(collectMs);
  const counts = await readMetrics(lectern.signalingPort);
  const of = (name: string): number => counts.get(name) ?? 0;
  return (of("nodejs_heap_size_used_bytes") + of("nodejs_external_memory_bytes")) / 2 ** 20;
}
