import { expect, test } from "vitest";
import { collectRounds } from "./collect-rounds.ts";
import type { Round, Unrest } from "./round.ts";

const good: Round = { soundBackMs: 900, pictureBackMs: 900, accounts: [], heldUpMs: 300 };
const heldUp: Round = { ...good, heldUpMs: 1_001 };
const silent: Unrest = { silent: [{ from: "ana", to: "ben" }], heldUpMs: 300 };

test("collectRounds() plays as often as is asked for", async () => {
  expect(await collect([good, good, good])).toEqual({
    rounds: [good, good],
    heldUp: 0,
    brokenOff: null,
  });
});

test("collectRounds() plays again what the machine disturbed", async () => {
  expect(await collect([heldUp, good, { ...silent, heldUpMs: 4_000 }, good])).toEqual({
    rounds: [good, good],
    heldUp: 2,
    brokenOff: null,
  });
});

test("collectRounds() says that the machine cannot, when it never could", async () => {
  expect(await collect([heldUp, heldUp, heldUp, heldUp, good])).toEqual({
    skipped: expect.stringContaining("held up for 1001, 1001, 1001, 1001 ms"),
  });
});

test("collectRounds() breaks off where calls are silent and no page was held up", async () => {
  expect(await collect([good, silent, good])).toEqual({
    rounds: [good],
    heldUp: 0,
    brokenOff: "Cannot begin: no even sound from ana to ben",
  });
});

test("collectRounds() breaks off where a round fails", async () => {
  expect(await collect([new Error("A page is gone"), good])).toMatchObject({
    rounds: [],
    brokenOff: "Error: A page is gone",
  });
});

function collect(played: readonly (Round | Unrest | Error)[]) {
  const left = [...played];
  const play = async () => {
    const next = left.shift();
    if (!next || next instanceof Error) throw next ?? new RangeError("Cannot play more rounds");
    return next;
  };
  return collectRounds(play, { repeat: 2, say: () => {} });
}
