import { mkdtempSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "./log-target.ts";

test.each([
  ["auto", false, "stderr"],
  ["auto", true, "file"],
  ["stderr", true, "stderr"],
  ["file", false, "file"],
] as const)("openLog() of %s, at a terminal: %s, is %s", (choice, isTerminal, expected) => {
  const dataDir = mkdtempSync(join(tmpdir(), "lectern-log-"));
  const file = join(dataDir, "lectern.log");
  expect(openLog(choice, dataDir, isTerminal).file).toBe(expected === "file" ? file : null);
});

test("openLog() keeps the file for its owner, and begins another when it has grown", () => {
  const dataDir = mkdtempSync(join(tmpdir(), "lectern-log-"));
  const file = join(dataDir, "lectern.log");
  openLog("file", dataDir, false);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  truncateSync(file, 10_000_001);
  openLog("file", dataDir, false);
  expect(statSync(file).size).toBe(0);
  expect(statSync(`${file}.1`).size).toBe(10_000_001);
});
