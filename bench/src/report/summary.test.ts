import { expect, test } from "vitest";
import { percentile } from "../load/percentile.ts";
import { median, type Run, summarise } from "./summary.ts";

/** One value a round, of Lectern and of the yardstick. */
function runsOf(rounds: readonly (readonly [lectern: number, yardstick: number])[]): Run[] {
  return rounds.flatMap(([lectern, yardstick], at) => [
    { measurement: "latency", round: at + 1, server: "yardstick", values: { p99Ms: yardstick } },
    { measurement: "latency", round: at + 1, server: "lectern", values: { p99Ms: lectern } },
  ]);
}

function p99(rounds: Parameters<typeof runsOf>[0]) {
  return summarise(runsOf(rounds)).find(({ value }) => value === "p99Ms");
}

test("summarise() gives the median of the ratios of each round, not the ratio of the medians", () => {
  const rounds = [
    [1, 1],
    [4, 2],
    [9, 3],
  ] as const;
  expect(p99(rounds)).toMatchObject({ lectern: 4, yardstick: 2, ratio: 2, isMet: false });
  expect(
    p99([
      [2, 1],
      [3, 6],
      [4, 5],
    ]),
  ).toMatchObject({ lectern: 3, yardstick: 5, ratio: 0.8 });
});

test("summarise() holds a goal to all of its bounds", () => {
  expect(p99([[22, 20]])?.isMet).toBe(true);
  expect(p99([[23, 20]])?.isMet).toBe(false);
  expect(p99([[26, 40]])?.isMet).toBe(false);
});

test("summarise() says nothing of what was not measured", () => {
  expect(summarise([])).toEqual([]);
});

test("median() takes the mean of the middle two of an even number", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

test("percentile() gives the value that so many are not above", () => {
  const values = Array.from({ length: 200 }, (_, at) => 200 - at);
  expect([0.5, 0.99, 1].map((share) => percentile(values, share))).toEqual([100, 198, 200]);
});
