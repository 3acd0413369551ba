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

  test("goes down when the round trips grow together, where a browser does not say what it finds", () => {
    const ways = [calm, { ...calm, peer: "b", availableBps: null }];
    const slow = ways.map((way) => ({ ...way, rttMs: 200 }));
    expect(take(after(ways), slow, 2_000).budgetBps).toBeCloseTo(918_000);
    const told = ways.map((way) => ({ ...way, availableBps: 2_000_000 }));
    const busy = told.map((way) => ({ ...way, rttMs: 200 }));
    expect(take(after(told), busy, 2_000).budgetBps).toBeGreaterThan(1_000_000);
  });

  test("takes what one of three feels for that one's own", () => {
    const ways = ["a", "b", "c"].map((peer) => ({ ...calm, peer, availableBps: null }));
    const before = after(ways);
    const bad = { ...calm, peer: "c", availableBps: null, rttMs: 900, lost: 50 };
    expect(take(before, [...ways.slice(0, 2), bad], 2_000).budgetBps).toBeGreaterThan(
      before.budgetBps,
    );
  });

  test("waits for what a decrease does before it decreases again", () => {
    const lossy = [{ ...calm, lost: 100 }];
    const first = after(lossy);
    const early = take(first, lossy, 2_999);
    expect(early.budgetBps).toBe(first.budgetBps);
    expect(take(early, lossy, 3_000).budgetBps).toBeLessThan(first.budgetBps);
  });

  test("believes a way that has become longer for good", () => {
    const blind = { ...calm, availableBps: null };
    const longer = [{ ...blind, rttMs: 240 }];
    const states = play(
      after([blind]),
      Array.from({ length: 20 }, () => longer),
    );
    const [last, beforeLast] = [states.at(-1), states.at(-2)];
    expect(last?.budgetBps).toBeGreaterThan(beforeLast?.budgetBps ?? Number.NaN);
  });

  test("leaves each pair sound and a thumbnail, however little the pairs find", () => {
    const lossy = [calm, { ...calm, peer: "b" }].map((way) => ({
      ...way,
      lost: 90,
      sentBps: 1_000,
    }));
    const minute = Array.from({ length: 60 }, () => lossy);
    expect(play(startingEstimate, minute).at(-1)?.budgetBps).toBe(220_000);
    const narrow = lossy.map((way) => ({ ...way, availableBps: 6_000 }));
    expect(after(narrow).budgetBps).toBe(220_000);
  });

  test("leaves the pairs of many no more than those of six", () => {
    const ways = Array.from({ length: 20 }, (_, at) => ({ ...calm, peer: String(at) }));
    const narrow = ways.map((way) => ({ ...way, availableBps: 6_000 }));
    expect(after(narrow).budgetBps).toBe(660_000);
  });

  test("counts those of whom nothing could be measured in time", () => {
    const narrow = { ...calm, lost: 90, sentBps: 1_000, availableBps: 50_000 };
    expect(estimate(startingEstimate, [narrow], { pairs: 3, at: 1_000 }).budgetBps).toBe(330_000);
    const wide = { ...calm, availableBps: 500_000 };
    expect(estimate(startingEstimate, [wide], { pairs: 3, at: 1_000 }).budgetBps).toBe(1_080_000);
  });

  test("says nothing new where nobody is", () => {
    expect(after([])).toBe(startingEstimate);
  });
});

function take(before: Estimate, ways: readonly PairWayOut[], at: number): Estimate {
  return estimate(before, ways, { pairs: ways.length, at });
}

function after(ways: readonly PairWayOut[]): Estimate {
  return take(startingEstimate, ways, 1_000);
}

/** One second after the other. */
function play(start: Estimate, rounds: readonly (readonly PairWayOut[])[]): readonly Estimate[] {
  const states = [start];
  for (const [at, ways] of rounds.entries()) {
    states.push(take(states.at(-1) ?? start, ways, 2_000 + at * 1_000));
  }
  return states;
}
