import { expect, test } from "vitest";
import { readReceived } from "./received.ts";

test.each([
  ['{"type":"resumed","lastSeq":3,"secret":"s"}', { type: "resumed", lastSeq: 3, secret: "s" }],
  ['{"type":"hand-raised","seq":7}', { type: "unread", seq: 7 }],
  ['{"type":"joined","seq":7}', { type: "unread", seq: 7 }],
  ['{"type":"hand-raised"}', { type: "unread" }],
  ['{"type":"hand-raised","seq":"7"}', { type: "unread" }],
  ['{"type":"__proto__"}', { type: "unread" }],
  ["null", { type: "unread" }],
  ["[]", { type: "unread" }],
  ["{", { type: "unread" }],
  ["", { type: "unread" }],
])("readReceived(%s) is %j", (frame, received) => {
  expect(readReceived(frame)).toEqual(received);
});
