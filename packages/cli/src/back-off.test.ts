import { expect, test } from "vitest";
import { backOffMs } from "./back-off.ts";

test("backOffMs() doubles from 200 ms to 10 s while lives are short", () => {
  const delays: number[] = [];
  for (let last: number | null = null; delays.length < 8; last = delays.at(-1) ?? null) {
    delays.push(backOffMs(last, 50));
  }
  expect(delays).toEqual([200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
});

test("backOffMs() begins anew after a life of 30 s", () => {
  expect(backOffMs(10_000, 29_999)).toBe(10_000);
  expect(backOffMs(10_000, 30_000)).toBe(200);
});
