import { expect, test } from "vitest";
import { isOverloaded, type Load, noLoad, takeLoad } from "./overload.ts";

test.each<readonly [string, readonly boolean[], boolean]>([
  ["limited for 9 s", Array(10).fill(true), false],
  ["limited for 10 s", Array(11).fill(true), true],
  ["limited with a break", [...Array(9).fill(true), false, ...Array(9).fill(true)], false],
  ["limited until 59 s ago", [...Array(11).fill(true), ...Array(59).fill(false)], true],
  ["limited until 60 s ago", [...Array(11).fill(true), ...Array(60).fill(false)], false],
])("a machine that was %s: %o -> overloaded: %s", (_, seconds, expected) => {
  let load: Load = noLoad;
  for (const [at, isLimited] of seconds.entries()) load = takeLoad(load, isLimited, at * 1_000);
  expect(isOverloaded(load, (seconds.length - 1) * 1_000)).toBe(expected);
});
