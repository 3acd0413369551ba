import { describe, expect, test } from "vitest";
import { type Estimate, estimate, type PairWayOut, startingEstimate } from "./estimate.ts";

const calm: PairWayOut = {
  peer: "a",
  availableBps: 2_000_000,
  sentBps: 600_000,
  packets: 200,
  lost: 0,
  rttMs: 40,
};

describe("estimate()", () => {
  test("grows by 8 % a second while it is used", () => {
    expect(after([calm]).budgetBps).toBe(1_080_000);
  });

  test("stays as it is while less than half of it is used", () => {
    expect(after([{ ...calm, sentBps: 499_000 }]).budgetBps).toBe(1_000_000);
  });

  test("is never above what the pairs find together, and goes down to it at once", () => {
    const ways = [calm, { ...calm, peer: "b" }].map((way) => ({ ...way, availableBps: 300_000 }));
    expect(after(ways).budgetBps).toBe(600_000);
  });

  test("goes on without what a browser does not say", () => {
    expect(after([{ ...calm, availableBps: null }]).budgetBps).toBe(1_080_000);
  });

  test("takes 2 % of loss for a bad radio link", () => {
    expect(after([{ ...calm, lost: 4 }]).budgetBps).toBe(1_080_000);
  });

  test("goes down by 15 % of what was sent when more than 10 % is lost", () => {
    expect(after([{ ...calm, lost: 21 }]).budgetBps).toBe(510_000);
  });

  test("goes down when the round trips grow together", () => {
    const before = after([calm, { ...calm, peer: "b" }]);
    const slow = [calm, { ...calm, peer: "b" }].map((way) => ({ ...way, rttMs: 200 }));
    expect(estimate(before, slow, 2_000).budgetBps).toBeCloseTo(918_000);
  });

  test("takes what one of three feels for that one's own", () => {
    const ways = [calm, { ...calm, peer: "b" }, { ...calm, peer: "c" }];
    const before = after(ways);
    const bad = { ...calm, peer: "c", rttMs: 900, lost: 50 };
    expect(estimate(before, [...ways.slice(0, 2), bad], 2_000).budgetBps).toBeGreaterThan(
      before.budgetBps,
    );
  });

  test("waits for what a decrease does before it decreases again", () => {
    const lossy = [{ ...calm, lost: 100 }];
    const first = after(lossy);
    const early = estimate(first, lossy, 2_999);
    expect(early.budgetBps).toBe(first.budgetBps);
    expect(estimate(early, lossy, 3_000).budgetBps).toBeLessThan(first.budgetBps);
  });

  test("believes a way that has become longer for good", () => {
    const longer = [{ ...calm, rttMs: 240 }];
    const states = play(
      after([calm]),
      Array.from({ length: 20 }, () => longer),
    );
    const [last, beforeLast] = [states.at(-1), states.at(-2)];
    expect(last?.budgetBps).toBeGreaterThan(beforeLast?.budgetBps ?? Number.NaN);
  });

  test("leaves each pair sound and a thumbnail, unless the pairs find less", () => {
    const lossy = [calm, { ...calm, peer: "b" }].map((way) => ({
      ...way,
      lost: 90,
      sentBps: 1_000,
    }));
    const minute = Array.from({ length: 60 }, () => lossy);
    expect(play(startingEstimate, minute).at(-1)?.budgetBps).toBe(220_000);
    const narrow = lossy.map((way) => ({ ...way, availableBps: 50_000 }));
    expect(after(narrow).budgetBps).toBe(100_000);
  });

  test("tries pictures for three seconds out of ten while the pairs find no room for them", () => {
    const tight = Array.from({ length: 25 }, () => [{ ...calm, availableBps: 50_000 }]);
    const budgets = play(startingEstimate, tight).map(({ budgetBps }) => budgetBps);
    const tried = budgets.flatMap((budget, at) => (budget === 110_000 ? [at] : []));
    expect(tried).toEqual([8, 9, 10, 18, 19, 20]);
    expect(new Set(budgets.slice(1))).toEqual(new Set([50_000, 110_000]));
  });

  test("tries none once the pairs find room", () => {
    const tight = Array.from({ length: 6 }, () => [{ ...calm, availableBps: 50_000 }]);
    const wide = Array.from({ length: 6 }, () => [{ ...calm, sentBps: 0 }]);
    const states = play(startingEstimate, [...tight, ...wide]);
    expect(states.at(-1)).toMatchObject({ budgetBps: 110_000, tightSince: null });
  });

  test("says nothing new where nobody is", () => {
    expect(after([])).toBe(startingEstimate);
  });
});

function after(ways: readonly PairWayOut[]): Estimate {
  return estimate(startingEstimate, ways, 1_000);
}

/** One second after the other. */
function play(start: Estimate, rounds: readonly (readonly PairWayOut[])[]): readonly Estimate[] {
  const states = [start];
  for (const [at, ways] of rounds.entries()) {
    states.push(estimate(states.at(-1) ?? start, ways, 2_000 + at * 1_000));
  }
  return states;
}
