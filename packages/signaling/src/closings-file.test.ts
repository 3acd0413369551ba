import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Closings } from "./closings.ts";
import { openClosingsFile } from "./closings-file.ts";

const roomId = parseRoomId("conference-1") ?? fail();
const by = parseParticipantId("teacher-1") ?? fail();
const actor = parseParticipantId("student-5") ?? fail();
const meeting = { roomId, by, endedAt: 5_000 };
const removal = { roomId, actor, removedAt: 6_000 };
let folder: string;
let path: string;
let logged: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lectern-"));
  path = join(folder, "closings");
  logged = [];
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(now = 7_000) {
  const closings = new Closings(60);
  const note = openClosingsFile(path, closings, {
    now,
    log: (_, event) => void logged.push(event),
  });
  return { note, known: closings.list() };
}

test("openClosingsFile() gives back what was noted before", () => {
  const { note } = open();
  note({ meetings: [meeting] });
  note({ removals: [removal] });
  expect(open().known).toEqual({ meetings: [meeting], removals: [removal] });
});

test("openClosingsFile() forgets what every token has outlived, in the file too", () => {
  open().note({ meetings: [meeting] });
  expect(open(200_000).known.meetings).toEqual([]);
  expect(readFileSync(path, "utf8")).not.toContain("conference-1");
});

test("openClosingsFile() reads past a line that was cut short", () => {
  open().note({ meetings: [meeting] });
  appendFileSync(path, '{"type":"closings","mee');
  expect(open().known.meetings).toEqual([meeting]);
});

test("openClosingsFile() keeps it for the owner alone", () => {
  open();
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("openClosingsFile() logs that something could not be noted, and goes on", () => {
  const { note } = open();
  rmSync(folder, { recursive: true });
  note({ meetings: [meeting] });
  expect(logged).toEqual(["closing-not-noted"]);
});

function fail(): never {
  throw new TypeError("Cannot make an id");
}
