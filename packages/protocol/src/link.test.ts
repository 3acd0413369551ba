import { expect, test } from "vitest";
import { parseLinkMessage } from "./link.ts";

const meeting = { roomId: "conference-1", by: "teacher-2", endedAt: 5 };

test.each([
  [{ type: "ready" }],
  [{ type: "hello" }],
  [{ type: "failed", code: "port-in-use", message: "m", setting: "LECTERN_PORT" }],
  [{ type: "first-account", path: "/welcome#x" }],
  [{ type: "ended-meetings", meetings: [meeting] }],
  [{ type: "meeting-ended", ...meeting }],
])("parseLinkMessage() reads %j", (message) => expect(parseLinkMessage(message)).toEqual(message));

test.each([
  [null],
  ["ready"],
  [{ type: "shutdown" }],
  [{ type: "failed" }],
  [{ type: "first-account" }],
  [{ type: "ended-meetings" }],
  [{ type: "meeting-ended", ...meeting, endedAt: "now" }],
])("parseLinkMessage() refuses %j", (message) => expect(parseLinkMessage(message)).toBeNull());
