import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type Closings as KnownClosings, parseLinkMessage } from "@lectern/protocol/link";
import type { Closings } from "./closings.ts";
import type { Log } from "./log.ts";

/**
 * Remembers closings over a restart, for a server that nobody supervises: one JSON
 * line each, of the form in which processes tell each other of them.
 *
 * Reads what is there into `closings`, and writes it back without what is outdated.
 *
 * @returns what notes another closing; a full disk is logged and ends nothing
 * @throws what the file system reports
 */
export function openClosingsFile(
  path: string,
  closings: Closings,
  { log, now }: { readonly log: Log; readonly now: number },
): (closing: Partial<KnownClosings>) => void {
  for (const line of readLines(path)) {
    const message = parseLinkMessage(line);
    if (message?.type === "closings") closings.addAll(message);
  }
  closings.sweep(now);
  writeFileSync(`${path}.new`, lineOf(closings.list()), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return (closing) => {
    try {
      appendFileSync(path, lineOf(closing));
    } catch (error) {
      log("error", "closing-not-noted", { error });
    }
  };
}

/** A line that was cut short by a crash is no reason not to start. */
function readLines(path: string): readonly unknown[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8").split("\n").map(parseJson);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function lineOf({ meetings = [], removals = [] }: Partial<KnownClosings>): string {
  return `${JSON.stringify({ type: "closings", meetings, removals })}\n`;
}
