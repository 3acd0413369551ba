import { parseParticipantId } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import { Frame } from "./frame.ts";

const by = parseParticipantId("teacher-1") ?? fail();

test.each([
  [110, 130],
  [65_520, 65_540],
])("Frame is one frame of the shortest form for texts of %i to %i bytes", (from, to) => {
  for (let bytes = from; bytes <= to; bytes += 1) {
    const message = messageOf(bytes);
    const frame = new Frame(message);
    expect(read(frame.plain)).toEqual(message);
    for (const seq of [1, 9, 10, 99, 100, 1_000_000]) {
      expect(read(frame.numbered(seq, Buffer.allocUnsafe))).toEqual({ ...message, seq });
    }
  }
});

test("Frame makes the bytes of who does not count once", () => {
  const frame = new Frame({ type: "meeting-ended", by });
  expect(frame.plain).toBe(frame.plain);
});

/** A message whose JSON has so many bytes in UTF-8, and one character fewer. */
function messageOf(bytes: number) {
  const empty = { type: "error", code: "internal", message: "" } as const;
  const message = `é${"x".repeat(bytes - JSON.stringify(empty).length - 2)}`;
  return { ...empty, message };
}

/** The JSON of one unmasked text frame that is exactly as long as it says (RFC 6455 §5.2). */
function read(bytes: Buffer): unknown {
  expect(bytes[0]).toBe(0x81);
  const short = bytes.readUInt8(1);
  const [length, start] =
    short < 126
      ? [short, 2]
      : short === 126
        ? [bytes.readUInt16BE(2), 4]
        : [Number(bytes.readBigUInt64BE(2)), 10];
  expect(bytes.length).toBe(start + length);
  // The shortest form of a length is the only one that is allowed.
  expect(length < 126 ? 2 : length < 0x10000 ? 4 : 10).toBe(start);
  return JSON.parse(String(bytes.subarray(start)));
}

function fail(): never {
  throw new TypeError("Cannot make an id");
}
