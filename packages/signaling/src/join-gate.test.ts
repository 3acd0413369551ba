import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import { JoinGate } from "./join-gate.ts";

const room = "conference-1" as RoomId;
const ana = "student-5" as ParticipantId;
const ben = "student-6" as ParticipantId;

test("JoinGate lets an actor in as often as its bucket has it, and others as before", () => {
  const gate = new JoinGate({ perSecond: 1, burst: 2 });
  expect([gate.pass(room, ana, 0), gate.pass(room, ana, 0)]).toEqual([0, 0]);
  expect(gate.pass(room, ana, 0)).toBe(1_000);
  expect(gate.pass(room, ben, 0)).toBe(0);
  expect(gate.pass(room, ana, 1_000)).toBe(0);
});

test("JoinGate keeps out who is barred, until then and from that room alone", () => {
  const gate = new JoinGate({ perSecond: 1, burst: 2 });
  gate.bar(room, ana, 10_000);
  expect(gate.pass(room, ana, 4_000)).toBe(6_000);
  expect(gate.waitMs(room, ana, 4_000)).toBe(6_000);
  expect(gate.pass("conference-2" as RoomId, ana, 4_000)).toBe(0);
  expect(gate.pass(room, ana, 10_000)).toBe(0);
});

test("JoinGate forgets nobody too soon", () => {
  const gate = new JoinGate({ perSecond: 1, burst: 2 });
  gate.pass(room, ben, 9_000);
  gate.pass(room, ben, 9_000);
  gate.bar(room, ana, 10_000);
  gate.sweep(9_999);
  expect(gate.waitMs(room, ana, 9_999)).toBe(1);
  expect(gate.pass(room, ben, 9_999)).toBeGreaterThan(0);
});
