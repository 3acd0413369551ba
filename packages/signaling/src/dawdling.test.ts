import { expect, test } from "vitest";
import { Dawdling } from "./dawdling.ts";

const KiB = 1024;
const good = { unsentBytes: 64 * KiB, isMidMessage: false };
const slow = { unsentBytes: 64 * KiB + 1, isMidMessage: false };
const midMessage = { unsentBytes: 0, isMidMessage: true };

test("D5: more than 64 KiB unread for 5 s is too slow", () => {
  const dawdling = new Dawdling();
  expect([0, 4_999, 5_000].map((now) => dawdling.look(slow, now))).toEqual([null, null, "slow"]);
});

test("D5: who catches up in between has 5 s again", () => {
  const dawdling = new Dawdling();
  dawdling.look(slow, 0);
  dawdling.look(good, 4_000);
  expect([4_100, 9_099].map((now) => dawdling.look(slow, now))).toEqual([null, null]);
});

test("D4: the same message for 10 s is unfinished", () => {
  const dawdling = new Dawdling();
  expect([0, 9_999, 10_000].map((now) => dawdling.look(midMessage, now))).toEqual([
    null,
    null,
    "unfinished",
  ]);
});

test("D4: a message that came whole in between was another one", () => {
  const dawdling = new Dawdling();
  dawdling.look(midMessage, 0);
  dawdling.messageCame();
  expect(dawdling.look(midMessage, 10_000)).toBeNull();
});
