import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, startHarness, tokenFor } from "./testing/harness.ts";
import { closeFrame, opcodes, type RawFrame, rawFrame } from "./testing/raw-frame.ts";
import { RawSocket } from "./testing/raw-socket.ts";

let harness: Harness;
let actors = 0;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.server.close());

const { continuation, text, binary, ping, pong } = opcodes;

/** The frames of one case, what has to come back, and whether the server then ends the socket. */
type Row = readonly [name: string, sent: readonly Uint8Array[], answers: readonly string[]];

/** A row is held to its answers by this chat behind it, where the socket lives on. */
const fence = "fence";

const badUtf8: readonly (readonly [name: string, ...bytes: readonly number[]])[] = [
  ["a byte that begins nothing", 0xff],
  ["a continuation byte alone", 0x80],
  ["a character that is cut off", 0xe2, 0x82],
  ["an overlong slash of two bytes", 0xc0, 0xaf],
  ["an overlong slash of three bytes", 0xe0, 0x80, 0xaf],
  ["an overlong slash of four bytes", 0xf0, 0x80, 0x80, 0xaf],
  ["an overlong NUL", 0xc0, 0x80],
  ["a surrogate", 0xed, 0xa0, 0x80],
  ["a pair of surrogates", 0xed, 0xa0, 0xb4, 0xed, 0xb4, 0x9e],
  ["a code point above U+10FFFF", 0xf4, 0x90, 0x80, 0x80],
];

describe("fragmentation (RFC 6455 §5.4)", () => {
  check([
    ["one frame is a message", [whole("Hello")], ["chat Hello"]],
    ["two fragments are joined", fragments("Hello", 2), ["chat Hello"]],
    ["fragments of one byte are joined", fragments("Hi", 63), ["chat Hi"]],
    [
      "empty fragments are joined",
      [
        rawFrame({ opcode: text, fin: false }),
        rawFrame({ opcode: continuation, fin: false, payload: chat("Hello") }),
        rawFrame({ opcode: continuation }),
      ],
      ["chat Hello"],
    ],
    ["64 fragments are joined", fragments("64 fragments", 64), ["chat 64 fragments"]],
    ["the 65th fragment is too many", fragments("65", 65), ["close 1008"]],
    [
      "pings between fragments are answered at once",
      interleaved("Hello", rawFrame({ opcode: ping, payload: "between" })),
      ["pong between", "chat Hello"],
    ],
    ["a close between fragments closes", interleaved("Hello", closeFrame(1000)), ["close 1000"]],
    [
      "a continuation without a start is refused",
      [rawFrame({ opcode: continuation, payload: chat("Hello") })],
      ["close 1002"],
    ],
    [
      "a continuation after a whole message is refused",
      [whole("Hello"), rawFrame({ opcode: continuation, payload: "x" })],
      ["chat Hello", "close 1002"],
    ],
    [
      "a new text inside an unfinished message is refused",
      [rawFrame({ opcode: text, payload: "{", fin: false }), whole("Hello")],
      ["close 1002"],
    ],
    [
      "a new binary inside an unfinished message is refused",
      [
        rawFrame({ opcode: text, payload: "{", fin: false }),
        rawFrame({ opcode: binary, payload: "x" }),
      ],
      ["close 1002"],
    ],
    [
      "several messages in one segment keep their order",
      [together("1", "2", "3")],
      ["chat 1", "chat 2", "chat 3"],
    ],
    ["a message that comes byte by byte is read", byteByByte(whole("Slow")), ["chat Slow"]],
  ]);
});

describe("control frames (RFC 6455 §5.5)", () => {
  check([
    ["an empty ping gets an empty pong", [rawFrame({ opcode: ping })], ["pong "]],
    ["a pong echoes its ping", [rawFrame({ opcode: ping, payload: "abc" })], ["pong abc"]],
    [
      "a ping of 125 bytes is answered",
      [rawFrame({ opcode: ping, payload: "p".repeat(125) })],
      [`pong ${"p".repeat(125)}`],
    ],
    [
      "a ping of 126 bytes is refused",
      [rawFrame({ opcode: ping, payload: "p".repeat(126) })],
      ["close 1002"],
    ],
    [
      "a pong of 126 bytes is refused",
      [rawFrame({ opcode: pong, payload: "p".repeat(126) })],
      ["close 1002"],
    ],
    ["a close of 126 bytes is refused", [closeFrame(1000, "r".repeat(124))], ["close 1002"]],
    ["an unasked pong is passed over", [rawFrame({ opcode: pong, payload: "x" })], []],
    ["a fragmented ping is refused", [rawFrame({ opcode: ping, fin: false })], ["close 1002"]],
    ["a fragmented pong is refused", [rawFrame({ opcode: pong, fin: false })], ["close 1002"]],
    [
      "a fragmented close is refused",
      [rawFrame({ opcode: opcodes.close, fin: false })],
      ["close 1002"],
    ],
  ]);
});

describe("reserved bits, reserved opcodes and the mask (RFC 6455 §5.1, §5.2)", () => {
  check([
    ...[0b001, 0b010, 0b100, 0b111].map(
      (reserved): Row => [
        `reserved bits ${reserved.toString(2).padStart(3, "0")} are refused`,
        [rawFrame({ opcode: text, payload: chat("Hello"), reserved })],
        ["close 1002"],
      ],
    ),
    ...[3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map(
      (opcode): Row => [
        `opcode ${opcode} is refused`,
        [rawFrame({ opcode, payload: "x" })],
        ["close 1002"],
      ],
    ),
    [
      "a reserved bit on a continuation is refused",
      [
        rawFrame({ opcode: text, payload: "{", fin: false }),
        rawFrame({ opcode: continuation, payload: "}", reserved: 0b100 }),
      ],
      ["close 1002"],
    ],
    [
      "a reserved bit on a ping is refused",
      [rawFrame({ opcode: ping, reserved: 0b100 })],
      ["close 1002"],
    ],
    [
      "a frame without a mask is refused",
      [rawFrame({ opcode: text, payload: chat("Hello"), masked: false })],
      ["close 1002"],
    ],
    [
      "a ping without a mask is refused",
      [rawFrame({ opcode: ping, masked: false })],
      ["close 1002"],
    ],
    [
      "a binary message costs an error",
      [rawFrame({ opcode: binary, payload: chat("Hello") })],
      ["error bad-json"],
    ],
  ]);
});

describe("UTF-8 (RFC 3629, RFC 6455 §8.1)", () => {
  const euro = Buffer.from(chat("€ 𝄞"));
  check([
    ["characters of two, three and four bytes are read", [whole("é € 𝄞")], ["chat é € 𝄞"]],
    [
      "U+0000, U+FFFF and U+10FFFF are characters",
      [whole("\u0000\uffff\u{10ffff}")],
      ["chat \u0000\uffff\u{10ffff}"],
    ],
    [
      "a character may be split over fragments",
      continued(euro, (bytes) => bytes.indexOf(0xe2) + 1),
      ["chat € 𝄞"],
    ],
    ...badUtf8.map(
      ([name, ...bytes]): Row => [
        `${name} is refused`,
        [rawFrame({ opcode: text, payload: around(bytes) })],
        ["close 1007"],
      ],
    ),
    ...badUtf8.map(
      ([name, ...bytes]): Row => [
        `${name}, split over fragments, is refused`,
        continued(around(bytes), (whole) => whole.length - 3),
        ["close 1007"],
      ],
    ),
    [
      "a lone surrogate as a JSON escape is no fault of UTF-8",
      [rawFrame({ opcode: text, payload: '{"type":"chat","message":"\\ud800"}' })],
      ["chat \ud800"],
    ],
  ]);
});

describe("close codes (RFC 6455 §7.4)", () => {
  check([
    ["no code is answered with none", [closeFrame()], ["close"]],
    ...[1000, 1001, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999].map(
      (code): Row => [
        `${code} is answered with itself`,
        [closeFrame(code, "reason")],
        [`close ${code}`],
      ],
    ),
    ...[0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535].map(
      (code): Row => [`${code} is refused`, [closeFrame(code)], ["close 1002"]],
    ),
    [
      "a body of one byte is refused",
      [rawFrame({ opcode: opcodes.close, payload: Buffer.of(3) })],
      ["close 1002"],
    ],
    ["a reason of 123 bytes is read", [closeFrame(1000, "r".repeat(123))], ["close 1000"]],
    [
      "a reason that is no UTF-8 is refused",
      [closeFrame(1000, Buffer.of(0x62, 0xc3, 0x28))],
      ["close 1007"],
    ],
    ["nothing after a close is read", [closeFrame(1000), whole("Hello")], ["close 1000"]],
    [
      "a ping after a close is not answered",
      [closeFrame(1000), rawFrame({ opcode: ping, payload: "late" })],
      ["close 1000"],
    ],
  ]);
});

describe("D3: lengths", () => {
  const padded = (bytes: number) => chat("fits").padEnd(bytes, " ");
  const claim = (length: number | bigint, more: Partial<RawFrame> = {}): Row[1] => [
    rawFrame({ opcode: text, payload: "x", length, ...more }),
  ];
  check([
    [
      "64 KiB less one are read",
      [rawFrame({ opcode: text, payload: padded(65_535) })],
      ["chat fits"],
    ],
    ["64 KiB are read", [rawFrame({ opcode: text, payload: padded(65_536) })], ["chat fits"]],
    [
      "64 KiB and one are too many",
      [rawFrame({ opcode: text, payload: padded(65_537) })],
      ["close 1009"],
    ],
    ["64 KiB in fragments are read", continued(padded(65_536), () => 65_535), ["chat fits"]],
    [
      "64 KiB and one in fragments are too many",
      continued(padded(65_537), () => 65_535),
      ["close 1009"],
    ],
    ["a header of 64 KiB and one is enough to be refused", claim(65_537), ["close 1009"]],
    ["a header of 2 GiB is refused", claim(2 ** 31), ["close 1009"]],
    ["a header of 4 GiB is refused", claim(2 ** 32), ["close 1009"]],
    ["a header beyond 2^53 is refused", claim(2n ** 62n), ["close 1009"]],
    ["a header with the highest bit is refused", claim(2n ** 63n), ["close 1009"]],
    [
      "a length in more bytes than it needs is read",
      [
        rawFrame({ opcode: text, payload: chat("2"), lengthBytes: 2 }),
        rawFrame({ opcode: text, payload: chat("8"), lengthBytes: 8 }),
      ],
      ["chat 2", "chat 8"],
    ],
    [
      "a header that tells less than there is takes the rest for a frame",
      [rawFrame({ opcode: text, payload: chat("Hello"), length: 5 })],
      ["error bad-json", "close 1002"],
    ],
  ]);

  test("a header that tells more than comes waits, and ends with the socket", async () => {
    const socket = await joined();
    socket.send(rawFrame({ opcode: text, payload: chat("Hello"), length: 60_000 }));
    socket.end();
    await socket.ended();
    expect(socket.answers).toEqual(["joined"]);
  });
});

test("frames in the segment of the handshake are read", async () => {
  const socket = new RawSocket(harness.server.port, {
    head: Buffer.concat([join(), whole("Eager")]),
  });
  await socket.answered(2);
  expect(socket.answers).toEqual(["joined", "chat Eager"]);
  socket.destroy();
});

test("compression that is offered is not taken (RFC 7692 §5.1)", async () => {
  const headers = ["Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"];
  const socket = new RawSocket(harness.server.port, { head: join(), headers });
  await socket.answered(1);
  expect(socket.handshake).toMatch(/^HTTP\/1\.1 101 /);
  expect(socket.handshake).not.toMatch(/extensions/i);
  socket.destroy();
});

function check(rows: readonly Row[]): void {
  test.each(rows)("%s", async (_, sent, answers) => {
    const isClosed = answers.some((answer) => answer.startsWith("close"));
    const socket = await joined();
    for (const bytes of sent) socket.send(bytes);
    if (isClosed) await socket.ended();
    else {
      socket.send(whole(fence));
      await socket.answered(answers.length + 2);
    }
    expect(socket.answers).toEqual(["joined", ...answers, ...(isClosed ? [] : [`chat ${fence}`])]);
    socket.destroy();
  });
}

async function joined(): Promise<RawSocket> {
  const socket = new RawSocket(harness.server.port);
  socket.send(join());
  await socket.answered(1);
  return socket;
}

function join(): Buffer {
  actors += 1;
  const room = `conference-raw-${actors}`;
  const payload = JSON.stringify({
    type: "join",
    roomId: room,
    token: tokenFor("student-1", { room }),
  });
  return rawFrame({ opcode: text, payload });
}

function chat(message: string): string {
  return JSON.stringify({ type: "chat", message });
}

/** A chat with raw bytes for its last characters. */
function around(bytes: readonly number[]): Buffer {
  return Buffer.concat([
    Buffer.from('{"type":"chat","message":"'),
    Buffer.from(bytes),
    Buffer.from('"}'),
  ]);
}

function whole(message: string): Buffer {
  return rawFrame({ opcode: text, payload: chat(message) });
}

function together(...messages: readonly string[]): Buffer {
  return Buffer.concat(messages.map(whole));
}

/** A chat in so many fragments, all but the last of one byte. */
function fragments(message: string, count: number): readonly Buffer[] {
  const bytes = Buffer.from(chat(message).padEnd(count, " "));
  return Array.from({ length: count }, (_, at) => {
    const isLast = at === count - 1;
    return rawFrame({
      opcode: at === 0 ? text : continuation,
      fin: isLast,
      payload: bytes.subarray(at, isLast ? bytes.length : at + 1),
    });
  });
}

/** A text in two fragments. */
function continued(
  payload: string | Uint8Array,
  cut: (bytes: Buffer) => number = () => 1,
): readonly Buffer[] {
  const bytes = Buffer.from(payload);
  const at = cut(bytes);
  return [
    rawFrame({ opcode: text, fin: false, payload: bytes.subarray(0, at) }),
    rawFrame({ opcode: continuation, payload: bytes.subarray(at) }),
  ];
}

function interleaved(message: string, between: Buffer): readonly Buffer[] {
  const [first, ...rest] = fragments(message, 2);
  return [...(first ? [first] : []), between, ...rest];
}

function byteByByte(frame: Buffer): readonly Buffer[] {
  return [...frame].map((byte) => Buffer.of(byte));
}
