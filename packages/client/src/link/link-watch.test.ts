import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LinkWatch, type WatchedPair } from "./link-watch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("looks at each of forty pairs once a second, and never at two at a time", async () => {
  const looks: number[] = [];
  const pairs = Array.from({ length: 40 }, () => pair(() => looks.push(Date.now())));
  const watch = watchOf(pairs);
  await vi.advanceTimersByTimeAsync(5_990);
  watch.close();
  expect(looks).toHaveLength(5 * 40);
  expect(new Set(looks).size).toBe(looks.length);
});

test("judges all by what was measured of all", async () => {
  const judged: boolean[] = [];
  const lossy = { lossPercent: 9 } as WatchedPair["figures"];
  const one = () => ({ ...pair(), figures: lossy, judge: (full: boolean) => judged.push(full) });
  const watch = watchOf([one(), one()]);
  await vi.advanceTimersByTimeAsync(1_990);
  watch.close();
  expect(judged).toEqual([true, true]);
});

test("tells of every round, but of none while there is nobody", async () => {
  const pairs: WatchedPair[] = [];
  const onRound = vi.fn();
  const watch = watchOf(pairs, onRound);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(onRound).not.toHaveBeenCalled();
  pairs.push(pair());
  await vi.advanceTimersByTimeAsync(3_000);
  watch.close();
  expect(onRound).toHaveBeenCalledTimes(3);
});

test("judges nothing that was measured when it was closed", async () => {
  const judge = vi.fn();
  const onRound = vi.fn();
  const watch = watchOf([{ figures: null, measure: () => slowly(), judge }], onRound);
  await vi.advanceTimersByTimeAsync(1_000);
  watch.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([judge.mock.calls, onRound.mock.calls]).toEqual([[], []]);
});

test("close() ends it, also twice, and start() begins it once", () => {
  const watch = watchOf([pair()]);
  watch.start();
  expect(vi.getTimerCount()).toBe(1);
  watch.close();
  watch.close();
  expect(vi.getTimerCount()).toBe(0);
});

function slowly(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}

function watchOf(pairs: readonly WatchedPair[], onRound = () => {}): LinkWatch {
  const watch = new LinkWatch({ pairs: () => pairs, isUplinkShort: () => false, onRound });
  watch.start();
  return watch;
}

function pair(onMeasure = () => {}): WatchedPair {
  return { figures: null, measure: async () => onMeasure(), judge: () => {} };
}
