import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import { ActorLimits } from "./actor-limits.ts";

const size = { perSecond: 1, burst: 2 };
const roomId = parseRoomId("conference-1");
const actor = parseParticipantId("student-5");
if (!roomId || !actor) throw new TypeError("These are ids");

test("ActorLimits remembers an actor for as long as its buckets are not full again", () => {
  const limits = new ActorLimits({ chat: size, candidates: size, descriptions: size });
  const first = limits.of(roomId, actor);
  first.judge("chat", 0);
  limits.sweep(999);
  expect(limits.of(roomId, actor)).toBe(first);
  limits.sweep(1_000);
  expect(limits.of(roomId, actor)).not.toBe(first);
});

test("ActorLimits remembers a flooder for as long as its refusals count", () => {
  const limits = new ActorLimits({ chat: size, candidates: size, descriptions: size });
  const first = limits.of(roomId, actor);
  for (let at = 0; at < 3; at += 1) first.judge("chat", 0);
  limits.sweep(2_000);
  expect(limits.of(roomId, actor)).toBe(first);
  limits.sweep(2_001);
  expect(limits.of(roomId, actor)).not.toBe(first);
});
