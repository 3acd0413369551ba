import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where a server says what it holds, in bytes. */
export function liveMemoryFile(pid: number): string {
  return join(tmpdir(), `lectern-live-memory-${pid}`);
}
