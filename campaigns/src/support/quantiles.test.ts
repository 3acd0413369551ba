import { expect, test } from "vitest";
import { quantilesOf } from "./quantiles.ts";

test("quantilesOf() gives values that occurred, by nearest rank", () => {
  const values = Array.from({ length: 200 }, (_, at) => 200 - at);
  expect(quantilesOf(values)).toEqual({ count: 200, p50: 100, p95: 190, p99: 198, max: 200 });
});

test("quantilesOf() of one value is that value, and of none 0", () => {
  expect(quantilesOf([7])).toEqual({ count: 1, p50: 7, p95: 7, p99: 7, max: 7 });
  expect(quantilesOf([])).toEqual({ count: 0, p50: 0, p95: 0, p99: 0, max: 0 });
});

test("quantilesOf() tells fractions of a millisecond apart", () => {
  expect(quantilesOf([0.123, 0.456])).toMatchObject({ p50: 0.12, p99: 0.46 });
});
