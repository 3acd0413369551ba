import { expect, test } from "vitest";
import type { Attack } from "./attack.ts";
import { judge, type Round } from "./verdict.ts";

const attack: Attack = {
  id: "D5",
  what: "frozen readers",
  end: "4002",
  withinMs: 20_000,
  run: async () => {},
};

const attackers: Round["attackers"] = {
  opened: 50,
  open: 10,
  longestOpenMs: 3_000,
  ends: { "4002": 40 },
  lifeMs: { count: 40, p50: 8_000, p95: 9_000, p99: 9_000, max: 9_000 },
  sentMb: 1,
};

function roundOf(calmMs: number, attackedMs: number, more: Partial<Round> = {}): Round {
  return {
    calm: { relayMs: [calmMs], joinMs: [], harm: [] },
    attacked: { relayMs: [attackedMs], joinMs: [], harm: [] },
    attackers,
    closes: {},
    heldMb: 10,
    ...more,
  };
}

test("judge() finds nothing where the others are at most twice as slow and all attackers are ended", () => {
  const verdict = judge(attack, [roundOf(2, 4)]);
  expect(verdict).toMatchObject({ delays: [], faults: [], heldMbEach: 1, join: null });
  expect(verdict.relay).toMatchObject({ p99Ratio: 2, calmP99Lowest: 2, calmP99Highest: 2 });
});

test("judge() goes by the medians of the rounds, whichever round they are of", () => {
  const { relay, delays } = judge(attack, [roundOf(1, 2), roundOf(2, 50), roundOf(9, 3)]);
  expect(relay).toMatchObject({ calm: { p99: 2 }, attacked: { p99: 3 }, p99Ratio: 1.5 });
  expect(relay).toMatchObject({ calmP99Lowest: 1, calmP99Highest: 9 });
  expect(delays).toEqual([]);
});

test("judge() tells of messages and joins that take more than twice as long", () => {
  const slow = roundOf(2, 5, {
    calm: { relayMs: [2], joinMs: [3], harm: [] },
    attacked: { relayMs: [5], joinMs: [7], harm: [] },
  });
  const { delays } = judge({ ...attack, joinsPerSecond: 20 }, [slow]);
  expect(delays).toEqual([
    "a message takes 5 ms (p99) in place of 2 ms",
    "a join takes 7 ms (p99) in place of 3 ms",
  ]);
});

test("judge() takes the server's word for the end of who reads nothing", () => {
  const unread = { ...attackers, ends: { cut: 40 } };
  const faultsOf = (closes: Round["closes"]) =>
    judge(attack, [roundOf(2, 2, { attackers: unread, closes })]).faults;
  expect(faultsOf({ "4002": 40 })).toEqual([]);
  expect(faultsOf({ "1006": 40 })).toEqual(["no attacker was ended with 4002"]);
});

test.each<[string, Partial<Round>]>([
  ["a was closed", { attacked: { relayMs: [2], joinMs: [], harm: ["a was closed"] } }],
  ["9 MB were held for one attacker", { heldMb: 90 }],
])("judge() finds that %s", (fault, more) => {
  expect(judge(attack, [roundOf(2, 2, more)]).faults).toEqual([fault]);
});

test("judge() tells of an attacker that outlasts what its row allows", () => {
  const late = roundOf(2, 2, { attackers: { ...attackers, longestOpenMs: 20_001 } });
  expect(judge(attack, [late])).toMatchObject({ delays: ["an attacker lasted 20001 ms"] });
});

test("judge() refuses to judge nothing", () => {
  expect(() => judge(attack, [])).toThrow(RangeError);
});
