import { expect, test } from "vitest";
import { TokenBucket } from "./token-bucket.ts";

const size = { perSecond: 10, burst: 3 };

test("a full bucket gives its burst at once, then says how long to wait", () => {
  const bucket = new TokenBucket(size, 0);
  expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([0, 0, 0, 100]);
});

test("it fills up with time, and a refusal uses nothing", () => {
  const bucket = emptied();
  expect(bucket.take(50)).toBe(50);
  expect(bucket.take(100)).toBe(0);
  expect(bucket.take(100)).toBe(100);
});

test("it never holds more than its burst", () => {
  const bucket = emptied();
  expect([0, 0, 0, 0].map(() => bucket.take(60_000))).toEqual([0, 0, 0, 100]);
});

test("isFull() says when a fresh one would be no different", () => {
  const bucket = emptied();
  expect(bucket.isFull(299)).toBe(false);
  expect(bucket.isFull(300)).toBe(true);
});

function emptied(): TokenBucket {
  const bucket = new TokenBucket(size, 0);
  for (let at = 0; at < size.burst; at += 1) bucket.take(0);
  return bucket;
}
