import { expect, test } from "vitest";
import { judgeClock } from "./check-clock.ts";

test.each([
  [0, "ok", /agree/],
  [-4_000, "ok", /agree/],
  [20_000, "warning", /20 s ahead/],
  [-31_000, "failure", /31 s behind.*tokens bear 30 s/],
  [3_600_000, "failure", /60 min ahead/],
  [-86_400_000, "failure", /24 h behind/],
])("judgeClock() of %d ms is %s", (offsetMs, status, words) => {
  const finding = judgeClock(offsetMs);
  expect(finding.status).toBe(status);
  expect(finding.text).toMatch(words);
});
