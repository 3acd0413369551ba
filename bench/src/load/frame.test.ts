import { expect, test } from "vitest";
import { encodeFrame, FrameReader, opcodes } from "./frame.ts";

const mask = Uint8Array.of(1, 2, 3, 4);

test("encodeFrame() masks the payload behind a header of the right size (RFC 6455 §5.7)", () => {
  const frame = encodeFrame(
    opcodes.text,
    Buffer.from("Hello"),
    Uint8Array.of(0x37, 0xfa, 0x21, 0x3d),
  );
  expect(frame.toString("hex")).toBe("818537fa213d7f9f4d5158");
  expect(encodeFrame(opcodes.text, Buffer.alloc(126), mask).subarray(0, 4)).toEqual(
    Buffer.of(0x81, 0x80 | 126, 0, 126),
  );
});

test("FrameReader finds the same frames wherever the bytes are cut", () => {
  const stream = Buffer.concat([
    Buffer.of(0x81, 2, 0x68, 0x69),
    Buffer.of(0x89, 0),
    Buffer.concat([Buffer.of(0x81, 126, 0, 130), Buffer.alloc(130, "x")]),
  ]);
  for (let cut = 0; cut <= stream.length; cut += 1) {
    const found: (readonly [number, string])[] = [];
    const reader = new FrameReader((opcode, payload) => found.push([opcode, String(payload)]));
    reader.read(stream.subarray(0, cut));
    reader.read(stream.subarray(cut));
    expect(found).toEqual([
      [opcodes.text, "hi"],
      [opcodes.ping, ""],
      [opcodes.text, "x".repeat(130)],
    ]);
  }
});
