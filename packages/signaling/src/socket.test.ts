import { IncomingMessage } from "node:http";
import { Socket as TcpSocket } from "node:net";
import { Duplex } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { limits } from "@lectern/protocol/limits";
import { expect, test } from "vitest";
import { createSocketLayer, type Socket } from "./socket.ts";
import { opcodes, rawFrame } from "./testing/raw-frame.ts";

const ping = rawFrame({ opcode: opcodes.ping });

const closes = [
  [4008, "rate-limited"],
  [4500, "bad-message"],
] as const;

test.each(closes)(
  "D6: what comes over a socket closing with %d is not heard, and may be what was on its way",
  async (code, reason) => {
    const { socket, stream, heard } = open();
    socket.close(code, reason);
    stream.push(flood(limits.maxFrameBytes));
    await turn();
    expect(heard).toEqual([]);
    expect(stream.destroyed).toBe(false);
  },
);

test.each(closes)(
  "D6: a socket closing with %d is cut off when more comes than was on its way",
  async (code, reason) => {
    const { socket, stream } = open();
    socket.close(code, reason);
    stream.push(flood(limits.maxFrameBytes));
    stream.push(ping);
    await turn();
    expect(stream.destroyed).toBe(true);
  },
);

test("an open socket hears as much as comes", async () => {
  const { stream, heard } = open();
  stream.push(flood(limits.maxFrameBytes));
  stream.push(ping);
  await turn();
  expect(heard.length).toBe(Math.floor(limits.maxFrameBytes / ping.length) + 1);
  expect(stream.destroyed).toBe(false);
});

/** Pings, at most so many bytes. */
function flood(bytes: number): Buffer {
  return Buffer.concat(Array.from({ length: Math.floor(bytes / ping.length) }, () => ping));
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
  const hear = (what: string) => () => heard.push(what);
  socket.handle({
    text: hear("text"),
    binary: hear("binary"),
    ping: hear("ping"),
    pong: hear("pong"),
    erred: () => {},
    closed: () => {},
  });
  return { socket, stream, heard };
}
