import { parseClientMessage } from "@lectern/protocol/client-message";
import { expect, test } from "vitest";
import { anySignal, chat, isUnaltered, readLetter } from "./letters.ts";
import { everyone } from "./mark.ts";
import { seededRandom } from "./random.ts";
import { fill, type Template } from "./template.ts";

const mark = { sender: 17, to: 4, number: 123, dueUs: 4_567_890 };

/** The text in a frame that a client sends. */
function textOf(template: Template, to: string | null): string {
  const frame = fill(template, to, mark);
  const payload = frame.subarray(template.payloadAt);
  return Buffer.from(payload.map((byte, at) => byte ^ (template.mask[at & 3] ?? 0))).toString();
}

const random = seededRandom(1);
const signals = Array.from({ length: 100 }, () => anySignal(random));

test("anySignal() gives messages of the contract, nine candidates to one description", () => {
  const messages = signals.map((template) => parseClientMessage(textOf(template, "student-00004")));
  expect(messages.every(({ ok }) => ok)).toBe(true);
  const described = signals.filter(({ type }) => type !== "ice-candidate");
  expect(described.length).toBeGreaterThan(2);
  expect(described.length).toBeLessThan(25);
  for (const { type, frame } of signals) {
    expect(frame.length).toBeGreaterThan(type === "ice-candidate" ? 230 : 6_000);
    expect(frame.length).toBeLessThan(type === "ice-candidate" ? 350 : 7_000);
  }
});

test("readLetter() reads what a template was filled with, and the sender that the server names", () => {
  for (const template of signals) {
    const { to, ...rest } = JSON.parse(textOf(template, "student-00004"));
    expect(to).toBe("student-00004");
    const relayed = JSON.stringify({ ...rest, from: "student-00017", seq: 9 });
    const letter = readLetter(relayed);
    expect(letter).toEqual({ ...mark, from: "student-00017", seq: 9 });
    expect(letter && isUnaltered(relayed, letter)).toBe(true);
  }
});

test("readLetter() finds no letter in other messages", () => {
  expect(readLetter('{"type":"peer-left","peerId":"student-1","reason":"left"}')).toBeNull();
});

test("isUnaltered() sees a member that was changed", () => {
  const { message } = JSON.parse(textOf(chat(), null));
  const letter = { ...mark, to: everyone, from: "student-00017", seq: null };
  expect(isUnaltered(JSON.stringify({ type: "chat", message: `${message}!` }), letter)).toBe(false);
});
