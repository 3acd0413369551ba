import { expect, test } from "vitest";
import { newAddress } from "./faults/new-address.ts";
import { uplinkOf1M } from "./faults/slow-uplink.ts";
import type { Entry, Round } from "./round.ts";
import { type Played, verdictOf } from "./verdict.ts";

const entry: Omit<Entry, "from" | "to"> = {
  longestSilenceMs: 400,
  longestStillMs: 200,
  packetsLost: 0,
  freezes: 0,
  concealedShare: 0.01,
  framesPerSecond: 20,
  connections: 1,
  path: "direct/udp",
};

const bite = { isFelt: true, measured: "comes from another address" };

test("verdictOf() has nothing to complain of where sound is back in time", () => {
  const verdict = verdictOf(newAddress, bite, played(round(1_200), round(5_000)));
  expect(verdict.complaints).toEqual([]);
  expect(verdict.figures["sound back after [ms]"]).toMatchObject({ count: 2, p95: 5_000 });
});

test.each<[string, readonly Round[], RegExp]>([
  ["a return that takes too long", [round(5_001)], /after 5001 ms/],
  ["a return that never comes", [round(1_000), round(null)], /not back in 1 of 2/],
  ["a packet that others lose", [round(0, { packetsLost: 1 })], /others lost 1 packets/],
  ["a call of others made anew", [round(0, { connections: 2 })], /1 calls among the others/],
  ["a silence of others", [round(0, { longestSilenceMs: 3_100 })], /silence of 3100 ms/],
])("verdictOf() complains of %s", (_, rounds, sentence) => {
  expect(verdictOf(newAddress, bite, played(...rounds)).complaints).toEqual([
    expect.stringMatching(sentence),
  ]);
});

test.each<[string, Partial<Entry>, RegExp]>([
  ["a silence under strain", { longestSilenceMs: 1_600 }, /silence of 1600 ms/],
  ["sound that is made up", { concealedShare: 0.04 }, /4.0 % of the sound/],
  ["a teacher who is seen badly", { framesPerSecond: 9 }, /9.0 pictures a second/],
])("verdictOf() complains of %s", (_, victims, sentence) => {
  const verdict = verdictOf(uplinkOf1M, bite, played(round(0, {}, victims)));
  expect(verdict.complaints).toEqual([expect.stringMatching(sentence)]);
});

test("verdictOf() complains of a fault that breaks nothing", () => {
  const verdict = verdictOf(newAddress, { isFelt: false, measured: "as before" }, played());
  expect(verdict.complaints).toEqual([expect.stringContaining("as before")]);
});

test("verdictOf() complains of a machine that was too busy more often than not", () => {
  const busy = (heldUp: number) =>
    verdictOf(newAddress, bite, { ...played(round(0), round(0)), heldUp }).complaints;
  expect(busy(2)).toEqual([]);
  expect(busy(3)).toEqual([expect.stringContaining("too busy in 3 rounds")]);
});

test("verdictOf() complains of rounds that were broken off", () => {
  const verdict = verdictOf(newAddress, bite, {
    ...played(round(0)),
    brokenOff: "A page is gone",
  });
  expect(verdict.complaints).toEqual(["A page is gone"]);
});

function played(...rounds: readonly Round[]): Played {
  return { rounds, heldUp: 0, brokenOff: null };
}

function round(
  soundBackMs: number | null,
  others: Partial<Entry> = {},
  victims: Partial<Entry> = {},
): Round {
  return {
    soundBackMs,
    pictureBackMs: soundBackMs,
    accounts: [
      { ...entry, from: "teacher", to: "ana", ...victims },
      { ...entry, from: "teacher", to: "chen", ...others },
    ],
    heldUpMs: 250,
  };
}
