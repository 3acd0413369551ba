import { IncomingMessage } from "node:http";
import { Socket as TcpSocket } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { createSocketLayer, type Socket } from "./socket.ts";
import { opcodes, rawFrame } from "./testing/raw-frame.ts";

/** With what is around it, about as much as is allowed. */
const longText = rawFrame({ opcode: opcodes.text, payload: "x".repeat(60_000) });

afterEach(() => void vi.restoreAllMocks());

const closes = [
  [4008, "rate-limited"],
  [4500, "bad-message"],
] as const;

test.each(closes)(
  "D6: what comes over a socket closing with %d is not heard, and may be what was on its way",
  async (code, reason) => {
    const { socket, stream, heard } = open();
    socket.close(code, reason);
    stream.push(Buffer.concat([longText, ...pings(511)]));
    await turn();
    expect(heard).toEqual([]);
    expect(stream.destroyed).toBe(false);
  },
);

test.each(closes)(
  "D6: a socket closing with %d is cut off when more bytes come than were on their way",
  async (code, reason) => {
    const { socket, stream } = open();
    socket.close(code, reason);
    stream.push(longText);
    stream.push(longText.subarray(0, 10_000));
    await turn();
    expect(stream.destroyed).toBe(true);
  },
);

test.each(closes)(
  "D6: of what comes over a socket closing with %d more frames than were on their way are not looked at",
  async (code, reason) => {
    const { socket, stream, seen } = open();
    socket.close(code, reason);
    for (const flood of [pings(10_000), pings(500)]) {
      stream.push(Buffer.concat(flood));
      await turn();
      expect(seen()).toBe(513);
      expect(stream.destroyed).toBe(false);
    }
    stream.push(longText);
    await turn();
    expect(stream.destroyed).toBe(true);
  },
);

test("D6: of the frames that came with the one it is closed for the rest are not looked at", async () => {
  const { socket, stream, seen, on } = open();
  on("ping", () => socket.close(4008, "rate-limited"));
  stream.push(Buffer.concat(pings(10_000)));
  await turn();
  expect(seen()).toBe(514);
});

test("an open socket hears as much as comes", async () => {
  const { stream, heard } = open();
  stream.push(Buffer.concat(pings(10_000)));
  await turn();
  expect(heard.length).toBe(10_000);
  expect(stream.destroyed).toBe(false);
});

function pings(count: number): Buffer[] {
  return Array.from({ length: count }, () => rawFrame({ opcode: opcodes.ping }));
}

/** A socket over a stream that the test is the other side of. */
function open() {
  const stream = new Duplex({ read: () => {}, write: (_chunk, _encoding, done) => done() });
  const request = new IncomingMessage(new TcpSocket());
  request.method = "GET";
  Object.assign(request.headers, {
    upgrade: "websocket",
    connection: "Upgrade",
    "sec-websocket-version": "13",
    "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
  });
  const sockets: Socket[] = [];
  createSocketLayer()(request, stream, Buffer.alloc(0), (socket) => sockets.push(socket));
  const [socket] = sockets;
  if (!socket) throw new TypeError("The handshake was refused");
  const heard: string[] = [];
  const acts = new Map<string, () => void>();
  const hear = (what: string) => () => {
    heard.push(what);
    acts.get(what)?.();
  };
  socket.handle({
    text: hear("text"),
    binary: hear("binary"),
    ping: hear("ping"),
    pong: hear("pong"),
    erred: () => {},
    closed: () => {},
  });
  const emit = vi.spyOn(WebSocket.prototype, "emit");
  /** How many pings the layer has looked at, heard or not. */
  const seen = () => emit.mock.calls.filter(([event]) => String(event) === "ping").length;
  const on = (what: string, act: () => void) => void acts.set(what, act);
  return { socket, stream, heard, seen, on };
}
