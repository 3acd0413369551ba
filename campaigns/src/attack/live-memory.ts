import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Lectern } from "../support/lectern.ts";
import { until } from "../support/until.ts";
import { liveMemoryFile } from "./live-memory-file.ts";

const collector = pathToFileURL(join(import.meta.dirname, "collect-on-signal.ts")).href;

/** With this a server can be asked to give back what it can: what is left is held for somebody. */
export const canCollect = { NODE_OPTIONS: `--expose-gc --import=${collector}` } as const;

/** What a server holds at this moment, in MB (2^20 bytes): objects and buffers, garbage excluded. */
export async function liveMemoryMb(lectern: Lectern): Promise<number> {
  const pid = lectern.signalingPid();
  if (pid === null) throw new Error(`The server has died:\n${lectern.output()}`);
  const file = liveMemoryFile(pid);
  process.kill(pid, "SIGUSR2");
  await until(
    () => existsSync(file),
    () => "the server to say what it holds",
  );
  const bytes = Number(readFileSync(file, "utf8"));
  rmSync(file);
  return bytes / 2 ** 20;
}
