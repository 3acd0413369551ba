import { expect, test } from "vitest";
import { bad, doubtful, good, skipped } from "./finding.ts";
import { reportLines } from "./report.ts";

test("reportLines() aligns findings, puts the cure beneath, and sums up", () => {
  const lines = reportLines([
    { id: "settings", ...good("Every setting can be read") },
    { id: "tls", ...doubtful("It ends soon", "Renew it") },
    { id: "socket", ...bad("It does not open", "Open it") },
    { id: "proxy", ...skipped("There is none") },
  ]);
  expect(lines).toEqual([
    "ok       settings     Every setting can be read",
    "WARNING  tls          It ends soon",
    "                      -> Renew it",
    "FAILURE  socket       It does not open",
    "                      -> Open it",
    "skipped  proxy        There is none",
    "",
    "1 failure; 1 with a warning, 1 skipped, 1 ok",
  ]);
});
