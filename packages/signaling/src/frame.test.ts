import { parseParticipantId } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import { Frame } from "./frame.ts";

const by = parseParticipantId("teacher-1") ?? fail();

test.each([0, 100, 125, 126, 65_000, 70_000])(
  "Frame of a message with %i characters more is one frame",
  (length) => {
    const message = { type: "error", code: "internal", message: "é".repeat(length) } as const;
    const frame = new Frame(message);
    expect(read(frame.plain)).toEqual(message);
    expect(read(frame.numbered(12))).toEqual({ ...message, seq: 12 });
    expect(read(frame.numbered(13))).toEqual({ ...message, seq: 13 });
  },
);

test("Frame makes the bytes of who does not count once", () => {
  const frame = new Frame({ type: "meeting-ended", by });
  expect(frame.plain).toBe(frame.plain);
});

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
