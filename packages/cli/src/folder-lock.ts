import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail, ok, type Result } from "@lectern/protocol/result";

/**
 * Takes a data folder for this process, and notes its id in `lectern.pid` for who
 * wants to signal it. Two servers of one folder would not know of each other's
 * ended meetings.
 *
 * A note that a killed process left behind is taken over.
 *
 * @returns what gives the folder back, or the id of the process that serves it
 */
export function lockFolder(folder: string): Result<() => void, number> {
  const file = join(folder, noteName);
  for (;;) {
    if (make(file)) return ok(() => rmSync(file, { force: true }));
    const serving = servingProcess(file) ?? takeAway(file);
    if (serving !== null) return fail(serving);
  }
}

const noteName = "lectern.pid";

/** The id of the process that serves a data folder; `null` when none does. */
export function serverOf(folder: string): number | null {
  return servingProcess(join(folder, noteName));
}

/** Only one of many can make a file; read again, since it may have been taken for a stale one while it was empty. */
function make(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
  return readPid(file) === process.pid;
}

/**
 * Takes a stale note away.
 *
 * Another process may have done so already and made its own, which is put back.
 */
function takeAway(file: string): number | null {
  const moved = `${file}.${process.pid}`;
  try {
    renameSync(file, moved);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
  const serving = servingProcess(moved);
  if (serving === null) rmSync(moved);
  else renameSync(moved, file);
  return serving;
}

function servingProcess(file: string): number | null {
  const pid = readPid(file);
  return pid !== null && pid !== process.pid && isAlive(pid) && isServe(pid) ? pid : null;
}

function readPid(file: string): number | null {
  const pid = Number(read(file) ?? "");
  return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** Whether it is `lectern serve`, where the system tells: ids of processes are used again. */
function isServe(pid: number): boolean {
  const command = read(`/proc/${pid}/cmdline`)?.split("\0");
  if (!command) return true;
  return (
    command.includes("serve") && command.some((part) => /(?:^|\/)lectern(?:\.js)?$/.test(part))
  );
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
