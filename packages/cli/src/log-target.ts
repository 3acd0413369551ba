import { existsSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const maxLogBytes = 10_000_000;

/** Where the processes write their log. */
export interface LogTarget {
  readonly fd: number;
  /** `null` when it is stderr. */
  readonly file: string | null;
}

/**
 * Opens the log: at a terminal a file in the data folder, so that what is meant for
 * people stays in sight; otherwise stderr, for whatever collects it.
 */
export function openLog(
  choice: "auto" | "stderr" | "file",
  dataDir: string,
  isTerminal: boolean,
): LogTarget {
  const isFile = choice === "file" || (choice === "auto" && isTerminal);
  if (!isFile) return { fd: process.stderr.fd, file: null };
  const file = join(dataDir, "lectern.log");
  if (existsSync(file) && statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
  return { fd: openSync(file, "a", 0o600), file };
}
