import { describe, expect, test } from "vitest";
import { parseServerMessage } from "./server-message.ts";

const ana = { id: "student-5", role: "student", name: "Ana", joinedAt: 1 };
const joined = {
  type: "joined",
  roomId: "conference-1",
  self: { ...ana, instance: "p1" },
  participants: [{ ...ana, id: "teacher-1", role: "teacher" }],
  serverTime: 2,
  epoch: "e1",
};
const seated = { ...joined, seq: 1, sessionId: "s1", secret: "k1", resumeWindowMs: 30_000 };
const link = { peer: "teacher-1", quality: "bad", sound: "lost", picture: "unsent" };
const chat = { type: "chat", id: "c1", from: "student-5", name: "Ana", message: "<b>", sentAt: 3 };

describe("parseServerMessage()", () => {
  test.each([
    [joined, joined],
    [
      { ...joined, settleMs: 8000, colour: "red" },
      { ...joined, settleMs: 8000 },
    ],
    [seated, seated],
    [
      { type: "resumed", lastSeq: 7, secret: "k2" },
      { type: "resumed", lastSeq: 7, secret: "k2" },
    ],
    [
      { type: "peer-joined", peer: { ...ana, colour: "red" } },
      { type: "peer-joined", peer: ana },
    ],
    [
      { type: "peer-left", peerId: "student-5", reason: "connection-lost" },
      { type: "peer-left", peerId: "student-5", reason: "connection-lost" },
    ],
    ...["offer", "answer"].map((type) => {
      const message = {
        type,
        from: "student-5",
        negotiation: "n-1",
        payload: { type, sdp: "v=0" },
      };
      return [message, message];
    }),
    [
      { type: "ice-candidate", from: "student-5", negotiation: "n-1", payload: null },
      { type: "ice-candidate", from: "student-5", negotiation: "n-1", payload: null },
    ],
    [
      { type: "ice-candidate", from: "student-5", payload: null },
      { type: "ice-candidate", from: "student-5", payload: null },
    ],
    [chat, chat],
    [
      { ...chat, ref: "r" },
      { ...chat, ref: "r" },
    ],
    [
      { type: "mend", from: "teacher-1", peer: "student-6" },
      { type: "mend", from: "teacher-1", peer: "student-6" },
    ],
    [
      { type: "report", from: "student-5", links: [{ ...link, colour: "red" }] },
      { type: "report", from: "student-5", links: [link] },
    ],
    [
      { type: "pong", ref: "p1", at: 1 },
      { type: "pong", ref: "p1" },
    ],
    [
      { type: "meeting-ended", by: "teacher-1" },
      { type: "meeting-ended", by: "teacher-1" },
    ],
    [
      { type: "error", code: "rate-limited", message: "m", retryAfterMs: 5 },
      { type: "error", code: "rate-limited", message: "m", retryAfterMs: 5 },
    ],
    [
      { type: "error", code: "a-code-of-tomorrow", message: "m" },
      { type: "error", code: "internal", message: "m" },
    ],
  ])("reads %j", (sent, read) => {
    expect(parseServerMessage(JSON.stringify(sent))).toEqual({ ok: true, value: read });
  });

  test.each([
    [{ type: "hand-raised" }, "unknown-type", "type"],
    [{ ...joined, participants: [{ id: "x" }] }, "invalid-field", "participants"],
    [{ ...joined, self: undefined }, "invalid-field", "self"],
    [{ type: "peer-left", peerId: "student-5", reason: "bored" }, "invalid-field", "reason"],
    [
      { type: "offer", from: "student-5", payload: { type: "offer" } },
      "invalid-field",
      "payload.sdp",
    ],
    [{ type: "meeting-ended" }, "invalid-field", "by"],
    [{ type: "resumed", lastSeq: -1, secret: "k2" }, "invalid-field", "lastSeq"],
    [{ ...chat, seq: "1" }, "invalid-field", "seq"],
  ])("refuses %j with %s", (sent, code, field) => {
    const result = parseServerMessage(JSON.stringify(sent));
    expect(result.ok ? null : [result.error.code, result.error.field]).toEqual([code, field]);
  });
});
