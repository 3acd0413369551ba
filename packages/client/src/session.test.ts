import { describe, expect, test } from "vitest";
import { type Received, readReceived } from "./received.ts";
import { isHeld, leaveSocket, type Session, step } from "./session.ts";
import { held, person } from "./testing/harness.ts";

const joined = {
  type: "joined",
  roomId: "conference-1",
  self: person("teacher-1"),
  participants: [],
  serverTime: 1,
  epoch: "one",
};
const fresh: Session = {
  id: "session-1",
  secret: "secret-1",
  windowMs: 30_000,
  lastSeq: 1,
  missedUpTo: 1,
  heldUntil: null,
};
const chat = { type: "chat", id: "c", from: "student-5", name: "Ana", message: "Hi", sentAt: 1 };
const broken = { ...fresh, lastSeq: 5, heldUntil: 70_000 };
const behind = { ...fresh, lastSeq: 5, secret: "secret-2", missedUpTo: 7 };

describe("step()", () => {
  test.each([
    ["no seat -> joined with a session", null, { ...joined, ...held }, "take", fresh],
    ["no seat -> joined by a server that holds none", null, joined, "take", null],
    ["no seat -> anything", null, chat, "take", null],
    ["held -> joined anew", broken, { ...joined, ...held }, "take", fresh],
    ["held -> the next one", fresh, { ...chat, seq: 2 }, "take", { ...fresh, lastSeq: 2 }],
    ["held -> the one before", { ...fresh, lastSeq: 5 }, { ...chat, seq: 5 }, "pass-over", "same"],
    ["held -> one too far", fresh, { ...chat, seq: 3 }, "start-over", null],
    ["held -> what has no number", broken, error("internal"), "take", "same"],
    ["held -> the next, not understood", fresh, { type: "of-tomorrow", seq: 2 }, "take", 2],
    ["held -> draining", fresh, { ...error("draining"), seq: 2 }, "take", null],
    ["broken -> resume-failed", broken, error("resume-failed"), "join-anew", null],
    ["no seat -> resume-failed", null, error("resume-failed"), "take", null],
    ["broken -> resumed, behind", broken, resumed(7), "take", behind],
    ["broken -> resumed, nothing missed", broken, resumed(5), "take-last", 5],
    ["broken -> resumed by a server that knows of less", broken, resumed(4), "start-over", null],
    ["behind -> one of those missed", behind, { ...chat, seq: 6 }, "take", 6],
    ["behind -> the last", { ...behind, lastSeq: 6 }, { ...chat, seq: 7 }, "take-last", 7],
    ["behind -> not the next", behind, { ...chat, seq: 7 }, "start-over", null],
    ["behind -> what was had before", behind, { ...chat, seq: 4 }, "pass-over", "same"],
    ["back -> the next", { ...behind, lastSeq: 7 }, { ...chat, seq: 8 }, "take", 8],
  ] as const)("%s", (_, session, message, verdict, after) => {
    const done = step(session, received(message));
    expect(done.verdict).toBe(verdict);
    if (after === "same") expect(done.session).toBe(session);
    else if (typeof after === "number") expect(done.session?.lastSeq).toBe(after);
    else expect(done.session).toEqual(after);
  });

  test("broken -> resumed: the secret that was used up is exchanged", () => {
    expect(step(broken, received(resumed(7))).session?.secret).toBe("secret-2");
  });
});

test("a seat may be held for its window from when the server knows, at the latest after 40 s", () => {
  const left = leaveSocket(fresh, 1000);
  expect(isHeld(fresh, 1e15)).toBe(true);
  expect(isHeld(left, 70_999)).toBe(true);
  expect(isHeld(left, 71_000)).toBe(false);
  expect(leaveSocket(left, 50_000)).toEqual(left);
});

function resumed(lastSeq: number) {
  return { type: "resumed", lastSeq, secret: "secret-2" };
}

function error(code: string) {
  return { type: "error", code, message: "m" };
}

function received(message: object): Received {
  return readReceived(JSON.stringify(message));
}
