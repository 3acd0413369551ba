import { connect, type Socket } from "node:net";
import { opcodes } from "./client-frame.ts";

export interface IntruderOptions {
  readonly port: number;
  /** The address to come from. */
  readonly localAddress: string;
  /** Whether nothing of what the server sends is ever read. */
  readonly isFrozen?: boolean;
}

/** How a socket ended. */
export interface End {
  /** The server's close code, `HTTP 408`, or `cut` when it said nothing that was read. */
  readonly by: string;
  readonly lifeMs: number;
  readonly sentBytes: number;
}

/** The opening handshake (RFC 6455 §4.1). */
export const handshake = [
  "GET /ws/conference HTTP/1.1",
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
  "\r\n",
].join("\r\n");

/** A socket of an attacker: it sends what it likes, heeds nothing, and notes how the server ends it. */
export class Intruder {
  readonly ended: Promise<End>;
  readonly #socket: Socket;
  readonly #openedAt = performance.now();
  #isUpgraded = false;
  #by = "cut";
  #unread: Buffer = Buffer.alloc(0);

  constructor({ port, localAddress, isFrozen = false }: IntruderOptions) {
    this.#socket = connect({ host: "127.0.0.1", port, localAddress, noDelay: true });
    // Being reset is one way to be closed.
    this.#socket.on("error", () => {});
    if (isFrozen) this.#socket.pause();
    else this.#socket.on("data", (chunk) => this.#read(chunk));
    this.ended = new Promise((resolve) => {
      this.#socket.once("close", () => {
        resolve({ by: this.#by, lifeMs: this.lifeMs, sentBytes: this.sentBytes });
      });
    });
  }

  /** Whether the server has neither ended it nor said that it will. */
  get isOpen(): boolean {
    return !this.#socket.destroyed && this.#by === "cut";
  }

  get lifeMs(): number {
    return performance.now() - this.#openedAt;
  }

  get sentBytes(): number {
    return this.#socket.bytesWritten;
  }

  /** Resolves when the line takes more, or the socket has ended. */
  async write(bytes: string | Uint8Array): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes)) return;
    const drained = new Promise((resolve) => this.#socket.once("drain", resolve));
    await Promise.race([drained, this.ended]);
  }

  /** Looks for the status of the handshake and for a close frame, and at nothing else. */
  #read(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    if (!this.#isUpgraded && !this.#readStatus()) return;
    for (let size = this.#frameSize(); size <= this.#unread.length; size = this.#frameSize()) {
      const opcode = (this.#unread[0] ?? 0) & 0x0f;
      if (opcode === opcodes.close) this.#by = String(this.#unread.readUInt16BE(2));
      this.#unread = this.#unread.subarray(size);
    }
  }

  #readStatus(): boolean {
    const end = this.#unread.indexOf("\r\n\r\n");
    if (end < 0) return false;
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(this.#unread.toString("latin1", 0, end)) ?? [];
    this.#isUpgraded = status === "101";
    if (!this.#isUpgraded) this.#by = `HTTP ${status}`;
    this.#unread = this.#unread.subarray(end + 4);
    return this.#isUpgraded;
  }

  /** Of the frame that comes next; more than there is when its header is not whole. */
  #frameSize(): number {
    const bytes = this.#unread;
    const code = (bytes[1] ?? 0) & 0x7f;
    if (bytes.length < 2 || (code >= 126 && bytes.length < 4)) return Number.POSITIVE_INFINITY;
    // The server's messages stay below 64 KiB, the largest length of two bytes.
    return code < 126 ? 2 + code : 4 + bytes.readUInt16BE(2);
  }
}
