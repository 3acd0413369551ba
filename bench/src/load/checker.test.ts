import { beforeEach, expect, test } from "vitest";
import { Checker } from "./checker.ts";
import { everyone } from "./mark.ts";

const ana = 1;
const ben = 2;
const eve = 3;
let checker: Checker;

beforeEach(() => {
  checker = new Checker();
  for (let sent = 0; sent < 3; sent += 1) checker.sent(ana, ben);
});

function receive(...numbers: readonly number[]): void {
  for (const number of numbers) checker.received(ben, { from: ana, sender: ana, to: ben, number });
}

function faults(): readonly string[] {
  checker.end();
  return checker.faults.map(({ kind }) => kind);
}

test("Checker finds nothing wrong with each message once and in order", () => {
  receive(0, 1, 2);
  expect(checker.awaited).toBe(0);
  expect(faults()).toEqual([]);
});

test("Checker numbers each pair of sender and receiver for itself", () => {
  expect([checker.sent(ana, ben), checker.sent(ben, ana), checker.sent(ana, eve)]).toEqual([
    3, 0, 0,
  ]);
});

test("Checker names a message that was lost at the end", () => {
  receive(0, 1);
  expect(checker.awaited).toBe(1);
  expect(faults()).toEqual(["lost"]);
});

test("Checker names a message that was lost between others", () => {
  receive(0, 2);
  expect(faults()).toEqual(["lost"]);
});

test("Checker names a message that came twice", () => {
  receive(0, 1, 1, 2);
  expect(faults()).toEqual(["doubled"]);
});

test("Checker names a message that a later one overtook", () => {
  receive(0, 2, 1);
  expect(checker.awaited).toBe(0);
  expect(faults()).toEqual(["reordered"]);
});

test("Checker names a message under somebody else's name", () => {
  checker.received(ben, { from: eve, sender: ana, to: ben, number: 0 });
  receive(1, 2);
  expect(faults()).toEqual(["misattributed"]);
});

test("Checker names a message that reached somebody else", () => {
  receive(0, 1, 2);
  checker.sent(ana, eve);
  checker.received(eve, { from: ana, sender: ana, to: ben, number: 0 });
  checker.received(eve, { from: ana, sender: ana, to: eve, number: 0 });
  expect(faults()).toEqual(["astray"]);
});

test("Checker names a message that nobody sent", () => {
  receive(0, 1, 2, 3);
  checker.received(eve, { from: ana, sender: ana, to: everyone, number: 0 });
  expect(faults()).toEqual(["astray", "astray"]);
});

test("Checker takes a chat for what it is at each of its receivers", () => {
  receive(0, 1, 2);
  checker.sent(ana, eve);
  checker.received(eve, { from: ana, sender: ana, to: everyone, number: 0 });
  expect(faults()).toEqual([]);
});
