import { readdirSync, readFileSync } from "node:fs";
import { readMetrics } from "../support/lectern.ts";

/** What a signaling server holds at a moment. */
export interface Vitals {
  /** Resident memory in MB (2^20 bytes). */
  readonly rssMb: number;
  /** What of that the JavaScript heap uses, garbage that is not collected yet included. */
  readonly heapMb: number;
  /** Open file descriptors: sockets among them. */
  readonly handles: number;
  readonly connections: number;
  readonly rooms: number;
  readonly seats: number;
  /** Kept for seats whose clients have not shown that they have it. */
  readonly keptBytes: number;
}

/** Asks the kernel about a process, and the process about itself. */
export async function readVitals(pid: number, port: number): Promise<Vitals> {
  const counts = await readMetrics(port);
  const sum = (name: string): number =>
    [...counts]
      .filter(([counted]) => counted === name || counted.startsWith(`${name}{`))
      .reduce((total, [, value]) => total + value, 0);
  return {
    rssMb: readRssMb(pid),
    heapMb: sum("nodejs_heap_size_used_bytes") / 2 ** 20,
    handles: readdirSync(`/proc/${pid}/fd`).length,
    connections: sum("lectern_connections"),
    rooms: sum("lectern_rooms"),
    seats: sum("lectern_seats"),
    keptBytes: sum("lectern_kept_bytes"),
  };
}

function readRssMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}
