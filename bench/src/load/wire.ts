import { createHash } from "node:crypto";
import { connect, type Socket } from "node:net";
import { subprotocol } from "@lectern/protocol/codes";
import { encodeFrame, FrameReader, opcodes } from "./frame.ts";

export interface WireTarget {
  readonly port: number;
  readonly path: string;
  /** The address to come from: a school's pages do not all have one. */
  readonly localAddress: string;
}

export interface WireHandlers {
  open(): void;
  text(text: string): void;
  /** The socket is gone. The code is that of the server's close frame, 1006 without one. */
  closed(code: number): void;
}

/** One key for all: what it is for, telling a WebSocket server from another, one key does as well. */
const key = Buffer.from("a key of 16 byte").toString("base64");
/** RFC 6455 §4.2.2, step 5.4. */
const accept = createHash("sha1")
  .update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
  .digest("base64");
const mask = Uint8Array.of(0x5a, 0x13, 0xc7, 0x88);
/** Sockets are read one after the other, and what is read is used up at once: one buffer does for all. */
const readBuffer = Buffer.allocUnsafe(256 * 1024);

/**
 * A WebSocket client over bare TCP: what costs the generator little leaves the
 * server as the slower of the two.
 */
export class Wire {
  readonly #socket: Socket;
  readonly #handlers: WireHandlers;
  readonly #reader = new FrameReader((opcode, payload) => this.#receive(opcode, payload));
  #answer: string | null = "";
  #closeCode = 1006;
  #isCut = false;

  constructor({ port, path, localAddress }: WireTarget, handlers: WireHandlers) {
    this.#handlers = handlers;
    this.#socket = connect({
      host: "127.0.0.1",
      port,
      localAddress,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (bytes) => this.#read(readBuffer.subarray(0, bytes)),
      },
    });
    this.#socket.once("connect", () => this.#socket.write(request(port, path)));
    this.#socket.on("error", () => {});
    this.#socket.once("end", () => this.#socket.destroy());
    this.#socket.once("close", () => {
      if (!this.#isCut) handlers.closed(this.#closeCode);
    });
  }

  send(text: string): void {
    this.write(encodeFrame(opcodes.text, Buffer.from(text), mask));
  }

  /** Sends a frame that is encoded already. */
  write(frame: Buffer): void {
    this.#socket.write(frame);
  }

  /** Breaks the connection without a word; its handlers hear nothing more. */
  cut(): void {
    this.#isCut = true;
    this.#socket.resetAndDestroy();
  }

  #read(chunk: Buffer): boolean {
    if (this.#answer === null) this.#reader.read(chunk);
    else this.#shake(chunk);
    return true;
  }

  /** Reads the answer to the handshake; frames may follow it at once. */
  #shake(chunk: Buffer): void {
    this.#answer += chunk.toString("latin1");
    const end = this.#answer?.indexOf("\r\n\r\n") ?? -1;
    if (end < 0) return;
    const answer = this.#answer ?? "";
    if (!answer.startsWith("HTTP/1.1 101 ") || !answer.includes(accept)) {
      this.#socket.destroy();
      return;
    }
    this.#answer = null;
    this.#handlers.open();
    const rest = Buffer.from(answer.slice(end + 4), "latin1");
    if (rest.length > 0) this.#reader.read(rest);
  }

  #receive(opcode: number, payload: Buffer): void {
    if (this.#isCut) return;
    switch (opcode) {
      // Nothing that is sent here leaves ASCII, so Latin-1 is UTF-8 and cheaper.
      case opcodes.text:
        return this.#handlers.text(payload.toString("latin1"));
      case opcodes.ping:
        return this.write(encodeFrame(opcodes.pong, payload, mask));
      case opcodes.close:
        this.#closeCode = payload.length < 2 ? 1005 : payload.readUInt16BE(0);
        this.#socket.end(encodeFrame(opcodes.close, payload, mask));
    }
  }
}

/** The handshake as a browser sends it from a page of the server's host. */
function request(port: number, path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Origin: http://127.0.0.1:8000",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    `Sec-WebSocket-Key: ${key}`,
    "\r\n",
  ].join("\r\n");
}
