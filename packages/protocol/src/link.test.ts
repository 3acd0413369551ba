import { expect, test } from "vitest";
import { parseLinkMessage } from "./link.ts";

const removal = { roomId: "conference-1", actor: "student-5", removedAt: 6 };
const meeting = { roomId: "conference-1", by: "teacher-2", endedAt: 5 };

test.each([
  [{ type: "ready" }],
  [{ type: "hello" }],
  [{ type: "failed", code: "port-in-use", message: "m", setting: "LECTERN_PORT" }],
  [{ type: "first-account", path: "/welcome#x" }],
  [{ type: "closings", meetings: [meeting], removals: [removal] }],
  [{ type: "meeting-ended", ...meeting }],
  [{ type: "admin", port: 6002 }],
  [{ type: "hand-over" }],
])("parseLinkMessage() reads %j", (message) => expect(parseLinkMessage(message)).toEqual(message));

test.each([
  [null],
  ["ready"],
  [{ type: "shutdown" }],
  [{ type: "failed" }],
  [{ type: "first-account" }],
  [{ type: "admin", port: "6002" }],
  [{ type: "meeting-ended", ...meeting, endedAt: "now" }],
])("parseLinkMessage() refuses %j", (message) => expect(parseLinkMessage(message)).toBeNull());

test("parseLinkMessage() keeps of closings what can be read", () => {
  const message = { type: "closings", meetings: [{}, meeting], removals: "none" };
  expect(parseLinkMessage(message)).toEqual({
    type: "closings",
    meetings: [meeting],
    removals: [],
  });
});
