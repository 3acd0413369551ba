import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.UTC(2026, 0, 1);

test.each([
  [null, 0],
  ["120", 120_000],
  ["0", 0],
  ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
  ["Wed, 31 Dec 2025 23:59:00 GMT", 0],
  ["999999999999", 3_600_000],
  ["Thu, 01 Jan 2099 00:00:00 GMT", 3_600_000],
  ["soon", 0],
  ["", 0],
])("retryAfterMs() reads %j as %i ms", (header, waitMs) => {
  expect(retryAfterMs(header, now)).toBe(waitMs);
});
