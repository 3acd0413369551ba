import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { lockFolder } from "./folder-lock.ts";

const holder = join(import.meta.dirname, "testing/hold-folder.ts");

test("lockFolder() notes this process until it is released", () => {
  const folder = newFolder();
  const lock = lockFolder(folder);
  expect(readFileSync(join(folder, "lectern.pid"), "utf8")).toBe(`${process.pid}\n`);
  if (lock.ok) lock.value();
  expect(readdirSync(folder)).toEqual([]);
});

test("lockFolder() gives the process that serves the folder already, and leaves it its note", async () => {
  const folder = newFolder();
  const { child, said } = await hold(folder);
  expect(said).toBe("mine");
  expect(lockFolder(folder)).toEqual({ ok: false, error: child.pid });
  expect(readdirSync(folder)).toEqual(["lectern.pid"]);
});

test("lockFolder() takes over from a process that was killed", async () => {
  const folder = newFolder();
  const { child } = await hold(folder);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(existsSync(join(folder, "lectern.pid"))).toBe(true);
  expect(lockFolder(folder).ok).toBe(true);
});

test.each([
  // In a container the ids of processes begin anew with each start.
  ["this very process", String(process.pid)],
  ["another program that was given the number since", String(process.ppid)],
  ["nobody, since the start was cut short", ""],
])("lockFolder() takes over from a note that names %s", (_, pid) => {
  const folder = newFolder();
  writeFileSync(join(folder, "lectern.pid"), pid);
  expect(lockFolder(folder).ok).toBe(true);
  expect(readFileSync(join(folder, "lectern.pid"), "utf8")).toBe(`${process.pid}\n`);
});

test("of many that find a stale note at once, one gets the folder", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "lectern.pid"), "");
  const all = await Promise.all(Array.from({ length: 6 }, () => hold(folder)));
  const first = all.find(({ said }) => said === "mine");
  const others = all.filter((one) => one !== first);
  expect(others.map(({ said }) => said)).toEqual(others.map(() => String(first?.child.pid)));
});

interface Holder {
  readonly child: ChildProcess;
  readonly said: string;
}

/** Starts a process that looks like `lectern serve` and wants the folder. */
async function hold(folder: string): Promise<Holder> {
  const child = spawn(process.execPath, [holder, folder, "lectern", "serve"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const [chunk] = await once(child.stdout, "data");
  return { child, said: String(chunk).trim() };
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "lectern-lock-"));
}
