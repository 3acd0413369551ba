import { expect, test } from "vitest";
import { slopeOf } from "./slope.ts";

const minuteMs = 60_000;

test("slopeOf() tells how much a straight line rises in an hour", () => {
  const samples = [0, 1, 2, 3].map((minute) => ({ at: minute * minuteMs, value: 100 + minute }));
  const { perHour, errorPerHour } = slopeOf(samples);
  expect(perHour).toBeCloseTo(60);
  expect(errorPerHour).toBeCloseTo(0);
});

test("slopeOf() sees through noise, and says how much of it there is", () => {
  const samples = Array.from({ length: 600 }, (_, at) => ({
    at: (at * minuteMs) / 10,
    value: 100 + at / 600 + (at % 2 === 0 ? 5 : -5),
  }));
  const { perHour, errorPerHour } = slopeOf(samples);
  expect(Math.abs(perHour - 1)).toBeLessThan(errorPerHour);
  expect(errorPerHour).toBeGreaterThan(0.5);
});

test.each([
  [[]],
  [
    [
      { at: 0, value: 1 },
      { at: 1, value: 1 },
    ],
  ],
  [[1, 2, 3].map((value) => ({ at: 0, value }))],
])("slopeOf() refuses %j", (samples) => expect(() => slopeOf(samples)).toThrow(RangeError));
