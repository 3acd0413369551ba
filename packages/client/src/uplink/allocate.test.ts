import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, type Rank, ranks, type Stream } from "./allocate.ts";
import { thumbnailBps } from "./gauge.ts";

const sound: Stream = { rank: "sound", wantedBps: 50_000 };
const rest: Stream = { rank: "rest", wantedBps: 100_000 };

const stream = fc.oneof(
  fc.record({ rank: fc.constant<Rank>("sound"), wantedBps: fc.constant(50_000) }),
  fc.record({
    rank: fc.constantFrom(...ranks.slice(1)),
    wantedBps: fc.oneof(fc.constant(0), fc.integer({ min: thumbnailBps, max: 2_000_000 })),
  }),
);
const streams = fc.array(stream, { maxLength: 40 });
const budget = fc.integer({ min: 0, max: 20_000_000 });

describe("allocate()", () => {
  test.each<readonly [number, readonly Stream[], readonly number[]]>([
    [1_000_000, [sound, rest], [50_000, 100_000]],
    [120_000, [sound, rest], [50_000, 70_000]],
    [0, [sound, sound, rest], [50_000, 50_000, 0]],
    [60_000, [sound, rest], [50_000, 0]],
    [250_000, [rest, { rank: "teacher", wantedBps: 200_000 }, sound], [0, 200_000, 50_000]],
    [250_000, [rest, rest, rest], [83_333, 83_333, 83_333]],
    [200_000, [rest, { ...rest, wantedBps: 50_000 }, rest], [75_000, 50_000, 75_000]],
    [100_000, [rest, rest, rest], [0, 0, 0]],
    [500_000, [{ rank: "screen", wantedBps: 0 }, rest], [0, 100_000]],
  ])("of %i bit/s to %j gives %j", (budgetBps, wanted, shares) => {
    expect(allocate(budgetBps, wanted).map(Math.floor)).toEqual(shares);
  });

  test("gives no more than there is, but for sound", () => {
    fc.assert(
      fc.property(budget, streams, (budgetBps, wanted) => {
        const shares = allocate(budgetBps, wanted);
        const sounds = sum(wanted.filter(isSound).map(({ wantedBps }) => wantedBps));
        expect(sum(shares)).toBeLessThanOrEqual(Math.max(budgetBps, sounds) + 0.001);
      }),
    );
  });

  test("gives sound all that it wants, and nobody more than they want", () => {
    fc.assert(
      fc.property(budget, streams, (budgetBps, wanted) => {
        for (const [share, one] of together(budgetBps, wanted)) {
          expect(share).toBeLessThanOrEqual(one.wantedBps);
          if (isSound(one)) expect(share).toBe(one.wantedBps);
        }
      }),
    );
  });

  test("gives nobody less when there is more", () => {
    fc.assert(
      fc.property(budget, fc.nat(2_000_000), streams, (budgetBps, more, wanted) => {
        const larger = allocate(budgetBps + more, wanted);
        for (const [at, share] of allocate(budgetBps, wanted).entries()) {
          expect(larger[at]).toBeGreaterThanOrEqual(share);
        }
      }),
    );
  });

  test("gives nothing to a rank while one before it wants more", () => {
    fc.assert(
      fc.property(budget, streams, (budgetBps, wanted) => {
        const all = together(budgetBps, wanted);
        const short = all.filter(([share, { wantedBps }]) => share < wantedBps).map(rankAt);
        const served = all.filter(([share, one]) => share > 0 && !isSound(one)).map(rankAt);
        expect(Math.max(...served, 0)).toBeLessThanOrEqual(Math.min(...short, ranks.length));
      }),
    );
  });

  test("sends no picture with less than a thumbnail needs", () => {
    fc.assert(
      fc.property(budget, streams, (budgetBps, wanted) => {
        for (const [share, one] of together(budgetBps, wanted)) {
          if (!isSound(one) && share > 0) expect(share).toBeGreaterThanOrEqual(thumbnailBps);
        }
      }),
    );
  });
});

function together(budgetBps: number, wanted: readonly Stream[]): readonly [number, Stream][] {
  const shares = allocate(budgetBps, wanted);
  return wanted.map((one, at) => [shares[at] ?? Number.NaN, one]);
}

function rankAt([, { rank }]: readonly [number, Stream]): number {
  return ranks.indexOf(rank);
}

function isSound({ rank }: Stream): boolean {
  return rank === "sound";
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
