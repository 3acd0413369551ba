import { connect, type Socket } from "node:net";
import { opcodes } from "./raw-frame.ts";

const handshakeLines = [
  "GET /ws/conference HTTP/1.1",
  "Host: 127.0.0.1",
  "Upgrade: websocket",
  "Connection: Upgrade",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

export interface RawSocketOptions {
  /** Bytes that follow the handshake in the same segment. */
  readonly head?: Uint8Array;
  /** Further lines of the handshake. */
  readonly headers?: readonly string[];
}

/** A TCP socket that speaks WebSocket by hand: bytes go out as they are, what comes back is told in words. */
export class RawSocket {
  readonly #socket: Socket;
  readonly #answers: string[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #handshake = "";
  #rest: Buffer = Buffer.alloc(0);
  #wake: () => void = () => {};

  constructor(port: number, { head = new Uint8Array(), headers = [] }: RawSocketOptions = {}) {
    const handshake = [...handshakeLines, ...headers, "", ""].join("\r\n");
    this.#socket = connect(port, "127.0.0.1");
    this.#socket.setNoDelay(true);
    this.#socket.write(Buffer.concat([Buffer.from(handshake), head]));
    this.#socket.on("data", (chunk) => this.#read(chunk));
    // Being reset is one way to be closed.
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => {
      this.#ended.resolve();
      this.#wake();
    });
  }

  /** What has come so far: `chat Hello`, `error bad-json`, `pong abc`, `close 1002`. */
  get answers(): readonly string[] {
    return this.#answers;
  }

  /** What the server answered to the handshake, once it has. */
  get handshake(): string {
    return this.#handshake;
  }

  send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  /** Half-closes: nothing more is sent. */
  end(): void {
    this.#socket.end();
  }

  /** Waits for so many answers, or for the end of the socket. */
  answered(count: number): Promise<void> {
    const enough = new Promise<void>((resolve) => {
      this.#wake = () => {
        if (this.#answers.length >= count) resolve();
      };
      this.#wake();
    });
    return Promise.race([enough, this.#ended.promise]);
  }

  /** Waits until the other side has closed the TCP connection. */
  ended(): Promise<void> {
    return this.#ended.promise;
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    if (this.#handshake === "") {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      this.#handshake = this.#rest.toString("latin1", 0, end);
      this.#rest = this.#rest.subarray(end + 4);
    }
    for (
      let size = frameSize(this.#rest);
      size <= this.#rest.length;
      size = frameSize(this.#rest)
    ) {
      this.#answers.push(describeFrame(this.#rest.subarray(0, size)));
      this.#rest = this.#rest.subarray(size);
    }
    this.#wake();
  }
}

/** Bytes of the frame that a buffer starts with; more than there are when its header is not complete. */
function frameSize(buffer: Buffer): number {
  if (buffer.length < 2) return Infinity;
  const { headerBytes, payloadBytes } = readHeader(buffer);
  return headerBytes + payloadBytes;
}

function readHeader(buffer: Buffer): { headerBytes: number; payloadBytes: number } {
  const code = (buffer[1] ?? 0) & 0x7f;
  if (code < 126) return { headerBytes: 2, payloadBytes: code };
  if (buffer.length < 4) return { headerBytes: Infinity, payloadBytes: 0 };
  // The server's frames stay below 64 KiB, the largest length of two bytes.
  return { headerBytes: 4, payloadBytes: buffer.readUInt16BE(2) };
}

function describeFrame(frame: Buffer): string {
  const opcode = (frame[0] ?? 0) & 0x0f;
  const payload = frame.subarray(readHeader(frame).headerBytes);
  switch (opcode) {
    case opcodes.text:
      return describeMessage(JSON.parse(payload.toString()));
    case opcodes.close:
      return payload.length < 2 ? "close" : `close ${payload.readUInt16BE(0)}`;
    case opcodes.pong:
      return `pong ${payload}`;
    default:
      return `opcode ${opcode}`;
  }
}

function describeMessage(message: Readonly<Record<string, unknown>>): string {
  const { type, message: text, code } = message;
  return type === "chat" ? `chat ${text}` : type === "error" ? `error ${code}` : String(type);
}
