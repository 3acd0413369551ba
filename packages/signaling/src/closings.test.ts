import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import type { Claims } from "@lectern/token/claims";
import { expect, test } from "vitest";
import { Closings } from "./closings.ts";

const room = parseRoomId("conference-1") ?? fail();
const other = parseRoomId("conference-2") ?? fail();
const by = parseParticipantId("teacher-1") ?? fail();
const ana = parseParticipantId("student-5") ?? fail();

test("a token from before the end opens the room no more, one from after it does", () => {
  const closings = new Closings(60);
  closings.addMeeting({ roomId: room, by, endedAt: 10_500 });
  expect(closings.closedBy(claims({ iat: 10 }))).toBe("meeting-ended");
  expect(closings.closedBy(claims({ iat: 11 }))).toBeNull();
  expect(closings.closedBy(claims({ iat: 10, room: other }))).toBeNull();
});

test("T12: a token of who was removed opens that room no more, those of others do", () => {
  const closings = new Closings(60);
  closings.addRemoval({ roomId: room, actor: ana, removedAt: 10_500 });
  expect(closings.closedBy(claims({ iat: 10 }))).toBe("removed");
  expect(closings.closedBy(claims({ iat: 11 }))).toBeNull();
  expect(closings.closedBy(claims({ iat: 10, room: other }))).toBeNull();
  expect(closings.closedBy(claims({ iat: 10, sub: by }))).toBeNull();
});

test("news that is older than what is known changes nothing", () => {
  const closings = new Closings(60);
  for (const at of [20_000, 10_000]) {
    closings.addMeeting({ roomId: room, by, endedAt: at });
    closings.addRemoval({ roomId: room, actor: ana, removedAt: at });
  }
  expect(closings.list()).toEqual({
    meetings: [{ roomId: room, by, endedAt: 20_000 }],
    removals: [{ roomId: room, actor: ana, removedAt: 20_000 }],
  });
});

test("what every token has outlived is forgotten, and nothing before that", () => {
  const closings = new Closings(60);
  closings.addMeeting({ roomId: room, by, endedAt: 10_000 });
  closings.addRemoval({ roomId: room, actor: ana, removedAt: 10_000 });
  closings.sweep(100_000);
  expect(closings.list().meetings).toHaveLength(1);
  closings.sweep(100_001);
  expect(closings.list()).toEqual({ meetings: [], removals: [] });
});

function claims(changes: Partial<Claims>): Claims {
  return { sub: ana, role: "student", room, name: "Ana", iat: 0, exp: 60, jti: "j", ...changes };
}

function fail(): never {
  throw new TypeError("Cannot make an id");
}
