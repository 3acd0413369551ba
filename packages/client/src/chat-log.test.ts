import { expect, test } from "vitest";
import { addDraft, addLine, type ChatMessage, failPending, lineOf } from "./chat-log.ts";
import { person } from "./testing/harness.ts";

const self = person("teacher-1");
const ana = person("student-5");
const draft = addDraft([], { ref: "r1", self, message: "Hi", sentAt: 1, isSent: true });

test("no line -> draft: pending, or failed where there was no socket", () => {
  expect(draft).toMatchObject([{ id: "r1", ref: "r1", isOwn: true, delivery: "pending" }]);
  const [line] = addDraft([], { ref: "r1", self, message: "Hi", sentAt: 1, isSent: false });
  expect(line?.delivery).toBe("failed");
});

test("draft -> echo: one line, where the server has put it", () => {
  const other = lineOf(said("c1", ana.id), self);
  const echo = lineOf({ ...said("c2", self.id), ref: "r1" }, self);
  const lines = addLine(addLine(draft, other), echo);
  expect(lines).toMatchObject([
    { id: "c1", isOwn: false },
    { id: "c2", isOwn: true, delivery: "sent" },
  ]);
});

test("a line that is there already is not added", () => {
  const lines = addLine([], lineOf(said("c1", ana.id), self));
  expect(addLine(lines, lineOf(said("c1", ana.id), self))).toBe(lines);
});

test("somebody else's line takes no draft away, whatever it refers to", () => {
  const other = lineOf({ ...said("c1", ana.id), ref: "r1" }, self);
  expect(addLine(draft, other)).toHaveLength(2);
});

test("pending -> failed: all of them, or the one that was refused", () => {
  const two = addDraft(draft, { ref: "r2", self, message: "Ho", sentAt: 2, isSent: true });
  expect(failPending(two, "r2").map(({ delivery }) => delivery)).toEqual(["pending", "failed"]);
  expect(failPending(two).map(({ delivery }) => delivery)).toEqual(["failed", "failed"]);
});

test("sent -> failed never happens", () => {
  const lines = addLine([], lineOf(said("c1", self.id), self));
  expect(failPending(lines)).toBe(lines);
});

function said(id: string, from: ChatMessage["from"]): ChatMessage {
  return { type: "chat", id, from, name: "x", message: "Hi", sentAt: 5 };
}
