import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseClientMessage } from "./client-message.ts";
import { limits } from "./limits.ts";

const sdp = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n";
const link = { peer: "student-5", quality: "good", sound: "flowing", picture: "off" };
const linkFigures = { cause: "loss", path: "relay-tcp", rttMs: 60_000, lossPercent: 100 };
const join = { type: "join", roomId: "conference-12", token: "a.b.c" };

describe("parseClientMessage()", () => {
  test.each([
    [join, join],
    [
      { ...join, resumable: true, instance: "p1", ref: "r" },
      { ...join, resumable: true, instance: "p1", ref: "r" },
    ],
    [{ ...join, role: "teacher", from: "teacher-1" }, join],
    [
      { type: "resume", roomId: "conference-1", sessionId: "s", secret: "x", lastSeq: 0 },
      { type: "resume", roomId: "conference-1", sessionId: "s", secret: "x", lastSeq: 0 },
    ],
    [
      { type: "offer", to: "student-5", from: "teacher-1", payload: { type: "offer", sdp } },
      { type: "offer", to: "student-5", payload: { type: "offer", sdp } },
    ],
    [
      {
        type: "answer",
        to: "teacher-2",
        payload: { type: "answer", sdp, extra: { deep: [1, null] } },
      },
      {
        type: "answer",
        to: "teacher-2",
        payload: { type: "answer", sdp, extra: { deep: [1, null] } },
      },
    ],
    [
      { type: "offer", to: "student-5", negotiation: "n-1", payload: { type: "offer", sdp } },
      { type: "offer", to: "student-5", negotiation: "n-1", payload: { type: "offer", sdp } },
    ],
    [
      { type: "answer", to: "student-5", negotiation: "n-1", payload: { type: "answer", sdp } },
      { type: "answer", to: "student-5", negotiation: "n-1", payload: { type: "answer", sdp } },
    ],
    [
      { type: "ice-candidate", to: "student-5", negotiation: "n-1", payload: null },
      { type: "ice-candidate", to: "student-5", negotiation: "n-1", payload: null },
    ],
    [
      { type: "ice-candidate", to: "student-5", payload: null },
      { type: "ice-candidate", to: "student-5", payload: null },
    ],
    [
      {
        type: "ice-candidate",
        to: "student-5",
        payload: { candidate: "", sdpMid: null, sdpMLineIndex: 0 },
      },
      {
        type: "ice-candidate",
        to: "student-5",
        payload: { candidate: "", sdpMid: null, sdpMLineIndex: 0 },
      },
    ],
    [
      { type: "chat", message: "Hello", name: "x" },
      { type: "chat", message: "Hello" },
    ],
    [
      { ...join, accepts: ["mend", "of-tomorrow"] },
      { ...join, accepts: ["mend", "of-tomorrow"] },
    ],
    [
      { type: "mend", to: "student-5", peer: "teacher-2", from: "teacher-1" },
      { type: "mend", to: "student-5", peer: "teacher-2" },
    ],
    [
      { type: "report", links: [{ ...link, address: "192.0.2.7" }] },
      { type: "report", links: [link] },
    ],
    [
      { type: "report", links: [{ ...link, ...linkFigures }] },
      { type: "report", links: [{ ...link, ...linkFigures }] },
    ],
    [
      { type: "ping", ref: "p1" },
      { type: "ping", ref: "p1" },
    ],
    [{ type: "meeting-ended" }, { type: "meeting-ended" }],
    [{ type: "leave", reason: "x" }, { type: "leave" }],
  ])("reads %j", (sent, read) => {
    expect(parseClientMessage(JSON.stringify(sent))).toEqual({ ok: true, value: read });
  });

  test.each([
    ["", "bad-json", undefined],
    ["{", "bad-json", undefined],
    ["null", "bad-json", undefined],
    ["[]", "bad-json", undefined],
    ['"join"', "bad-json", undefined],
    ["{}", "unknown-type", "type"],
    ['{"type":7}', "unknown-type", "type"],
    ['{"type":"constructor"}', "unknown-type", "type"],
    ['{"type":"__proto__"}', "unknown-type", "type"],
    ['{"__proto__":{"type":"leave"}}', "unknown-type", "type"],
    ['{"type":"join","roomId":"conference-1"}', "invalid-field", "token"],
    ['{"type":"join","roomId":"room-1","token":"t"}', "invalid-field", "roomId"],
    [
      '{"type":"join","roomId":"conference-1","token":"t","instance":"a b"}',
      "invalid-field",
      "instance",
    ],
    [
      '{"type":"resume","roomId":"conference-1","sessionId":"s","secret":"x","lastSeq":-1}',
      "invalid-field",
      "lastSeq",
    ],
    [
      '{"type":"offer","to":"teacher-","payload":{"type":"offer","sdp":"v"}}',
      "invalid-field",
      "to",
    ],
    ['{"type":"offer","to":"teacher-1"}', "invalid-field", "payload"],
    ['{"type":"offer","to":"teacher-1","payload":null}', "invalid-field", "payload"],
    [
      '{"type":"offer","to":"teacher-1","payload":{"type":"answer","sdp":"v"}}',
      "invalid-field",
      "payload.type",
    ],
    [
      '{"type":"offer","to":"teacher-1","payload":{"type":"offer","sdp":""}}',
      "invalid-field",
      "payload.sdp",
    ],
    [
      '{"type":"ice-candidate","to":"teacher-1","payload":null,"negotiation":"a b"}',
      "invalid-field",
      "negotiation",
    ],
    ['{"type":"ice-candidate","to":"teacher-1"}', "invalid-field", "payload"],
    [
      '{"type":"ice-candidate","to":"teacher-1","payload":{"candidate":"a\\nb"}}',
      "invalid-field",
      "payload.candidate",
    ],
    [
      '{"type":"ice-candidate","to":"teacher-1","payload":{"candidate":"a","sdpMLineIndex":1.5}}',
      "invalid-field",
      "payload.sdpMLineIndex",
    ],
    [
      '{"type":"ice-candidate","to":"teacher-1","payload":{"candidate":"a","n":1e999}}',
      "invalid-field",
      "payload",
    ],
    ['{"type":"chat","message":""}', "invalid-field", "message"],
    ['{"type":"chat"}', "invalid-field", "message"],
    [
      '{"type":"join","roomId":"conference-1","token":"t","accepts":"mend"}',
      "invalid-field",
      "accepts",
    ],
    ['{"type":"mend","to":"student-5"}', "invalid-field", "peer"],
    ['{"type":"report","links":[{"peer":"student-5"}]}', "invalid-field", "links"],
    [reportOf({ ...link, quality: "superb" }), "invalid-field", "links"],
    [reportOf({ ...link, sound: "192.0.2.7" }), "invalid-field", "links"],
    [reportOf({ ...link, rttMs: 60_001 }), "invalid-field", "links"],
    [reportOf({ ...link, lossPercent: 0.5 }), "invalid-field", "links"],
    ['{"type":"leave","ref":5}', "invalid-field", "ref"],
  ])("refuses %s with %s", (frame, code, field) => {
    const result = parseClientMessage(frame);
    expect(result.ok ? null : [result.error.code, result.error.field]).toEqual([code, field]);
  });

  test.each([
    [
      "sdp",
      (n: number) => ({
        type: "offer",
        to: "student-1",
        payload: { type: "offer", sdp: "x".repeat(n) },
      }),
      48 * 1024,
    ],
    [
      "candidate",
      (n: number) => ({
        type: "ice-candidate",
        to: "student-1",
        payload: { candidate: "x".repeat(n) },
      }),
      2 * 1024,
    ],
    ["chat", (n: number) => ({ type: "chat", message: "😀".repeat(n) }), 2_000],
    [
      "report",
      (n: number) => ({ type: "report", links: Array(n).fill(link) }),
      limits.maxReportedLinks,
    ],
    [
      "list of accepted types",
      (n: number) => ({ ...join, accepts: Array(n).fill("mend") }),
      limits.maxAcceptedTypes,
    ],
    ["ref", (n: number) => ({ type: "leave", ref: "x".repeat(n) }), 64],
  ])("T4: takes a %s of its limit and refuses one more", (_, make, limit) => {
    expect(parseClientMessage(JSON.stringify(make(limit))).ok).toBe(true);
    expect(parseClientMessage(JSON.stringify(make(limit + 1))).ok).toBe(false);
  });

  test("T4: counts an SDP in bytes, not in characters", () => {
    const payload = { type: "offer", sdp: "é".repeat(limits.maxSdpBytes / 2 + 1) };
    const result = parseClientMessage(JSON.stringify({ type: "offer", to: "student-1", payload }));
    expect(result).toMatchObject({ ok: false, error: { field: "payload.sdp" } });
  });

  test("T4: refuses a payload that grows beyond a frame when it is sent on", () => {
    const numbers = `[${"1e20,".repeat(11_000)}1]`;
    const frame = `{"type":"offer","to":"student-1","payload":{"type":"offer","sdp":"v","n":${numbers}}}`;
    expect(frame.length).toBeLessThan(limits.maxFrameBytes + 4096);
    expect(parseClientMessage(frame)).toMatchObject({
      ok: false,
      error: { code: "message-too-large" },
    });
  });

  test("T4: refuses a payload that is nested without end", () => {
    const deep = "[".repeat(30_000) + "]".repeat(30_000);
    const frame = `{"type":"offer","to":"student-1","payload":{"type":"offer","sdp":"v","n":${deep}}}`;
    expect(parseClientMessage(frame)).toMatchObject({ ok: false, error: { field: "payload" } });
  });

  test("takes the last of duplicate keys", () => {
    const result = parseClientMessage('{"type":"leave","type":"chat","message":"a","message":"b"}');
    expect(result).toEqual({ ok: true, value: { type: "chat", message: "b" } });
  });

  test("gives the ref back with the refusal", () => {
    const result = parseClientMessage('{"type":"chat","ref":"r7"}');
    expect(result).toMatchObject({ ok: false, error: { code: "invalid-field", ref: "r7" } });
  });

  test("never throws, and changes no prototype", () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const types = fc.constantFrom(
      "join",
      "resume",
      "offer",
      "answer",
      "ice-candidate",
      "chat",
      "mend",
      "report",
      "ping",
      "leave",
      "__proto__",
    );
    const message = fc.tuple(fc.object({ withNullPrototype: true }), types, fc.jsonValue());
    fc.assert(
      fc.property(message, ([members, type, payload]) => {
        parseClientMessage(JSON.stringify({ ...members, type, payload, to: "student-1" }));
        parseClientMessage(JSON.stringify(payload));
      }),
      { numRuns: 2000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });
});

function reportOf(one: object): string {
  return JSON.stringify({ type: "report", links: [one] });
}
