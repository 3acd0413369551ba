import { expect, test } from "vitest";
import { backOffMs } from "./backoff.ts";

test.each([
  [0, 0, 250],
  [0, 1, 500],
  [1, 0, 500],
  [1, 1, 1000],
  [3, 0.5, 3000],
  [4, 0, 3000],
  [4, 1, 6000],
  [400, 1, 6000],
])("backOffMs(%i, %f) is %i ms", (attempt, random, ms) => {
  expect(backOffMs(attempt, random)).toBe(ms);
});
