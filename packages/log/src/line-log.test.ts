import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createLineLog } from "./line-log.ts";

interface Fields {
  readonly room?: string;
  readonly count?: number;
  readonly code?: string | number;
  readonly error?: unknown;
}

function logTo(lines: string[]) {
  return createLineLog<Fields>({
    process: "signaling",
    level: "info",
    fields: { room: true, count: true, code: true, error: true },
    destination: { write: (line) => void lines.push(line) },
  });
}

function lineOf(fields: Fields): unknown {
  const lines: string[] = [];
  logTo(lines)("info", "joined", fields);
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? "");
}

const head = {
  level: "info",
  time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  process: "signaling",
  event: "joined",
};

test("a line says when, who, what, and the fields that are allowed", () => {
  expect(lineOf({ room: "conference-1", count: 2, code: 4511 })).toEqual({
    ...head,
    room: "conference-1",
    count: 2,
    code: 4511,
  });
});

test("a field that is not allowed is left out, whatever a caller hands in", () => {
  const fields = { room: "conference-1", token: "secret", name: "Ana", cookie: "secret" };
  expect(lineOf(fields)).toEqual({ ...head, room: "conference-1" });
});

test("W10: a text is cut to 256 characters, without those that could begin another line", () => {
  expect(lineOf({ room: `a\n\u001b[31m\u202e\u2028${"x".repeat(300)}` })).toEqual({
    ...head,
    room: `a??[31m??${"x".repeat(246)}…`,
  });
  expect(lineOf({ room: "x".repeat(256) })).toEqual({ ...head, room: "x".repeat(256) });
});

test("a number is a whole one", () => {
  expect(lineOf({ count: 1.6 })).toEqual({ ...head, count: 2 });
});

test("an error is its name, code and place, without its message, which may quote somebody", () => {
  const error = Object.assign(new RangeError("secret"), { code: "E_X" });
  expect(lineOf({ error })).toEqual({
    ...head,
    error: "RangeError",
    code: "E_X",
    at: expect.arrayContaining([expect.stringContaining("line-log.test.ts")]),
  });
  expect(JSON.stringify(lineOf({ error }))).not.toContain("secret");
  expect(lineOf({ error: "secret" })).toEqual({ ...head, error: "string" });
});

test("what is below the level is not logged", () => {
  const lines: string[] = [];
  logTo(lines)("debug", "joined");
  expect(lines).toEqual([]);
});

test("a process goes on when nobody reads what it logs", async () => {
  // The pipes of a parent that does not look fill up at some hundred kB.
  const child = startTalker();
  expect(String(await once(child.stdout, "data"))).toBe("went on\n");
});

test("a line without others to wait for is written while the process stays", async () => {
  const child = startTalker("stay");
  expect(String(await once(child.stderr, "data"))).toContain('"event":"stays"');
});

test("what was logged last is written before the process ends", async () => {
  const child = startTalker("exit");
  let logged = "";
  child.stderr.on("data", (chunk) => {
    logged += chunk;
  });
  await once(child, "close");
  expect(logged.trim().split("\n").at(-1)).toContain('"event":"ends"');
});

function startTalker(...args: readonly string[]) {
  const file = join(import.meta.dirname, "testing/talker.ts");
  const child = spawn(process.execPath, [file, ...args], { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}
