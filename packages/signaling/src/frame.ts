import type { ServerMessage } from "@lectern/protocol/messages";

/** First byte of a text message in one frame (RFC 6455 §5.2: FIN, opcode 1). */
const finalText = 0x81;
const maxHeaderBytes = 10;

/**
 * A message on its way out: serialised once, whoever and how many get it.
 *
 * @see RFC 6455 §5.2; a server does not mask
 */
export class Frame {
  readonly #text: string;
  readonly #bytes: number;
  /** The text in UTF-8; made when a second receiver counts, since copies cost less than encoding. */
  #body: Buffer | null = null;
  #isNumbered = false;
  #plain: Buffer | null = null;

  constructor(message: ServerMessage) {
    this.#text = JSON.stringify(message);
    this.#bytes = Buffer.byteLength(this.#text);
  }

  /** For who does not count: the same bytes for everyone. */
  get plain(): Buffer {
    this.#plain ??= this.#encode("}");
    return this.#plain;
  }

  /** For a resumable seat, with the number of the message there. */
  numbered(seq: number): Buffer {
    if (this.#isNumbered) this.#body ??= Buffer.from(this.#text);
    this.#isNumbered = true;
    return this.#encode(`,"seq":${seq}}`);
  }

  /** The object with another end in place of its last brace. */
  #encode(tail: string): Buffer {
    const head = this.#bytes - 1;
    const length = head + tail.length;
    const frame = Buffer.allocUnsafe(maxHeaderBytes + length);
    const start = writeHeader(frame, length);
    if (this.#body) this.#body.copy(frame, start, 0, head);
    else frame.write(this.#text, start, "utf8");
    frame.write(tail, start + head, "latin1");
    return frame.subarray(0, start + length);
  }
}

/** @returns where the payload begins */
function writeHeader(frame: Buffer, length: number): number {
  frame[0] = finalText;
  if (length < 126) {
    frame[1] = length;
    return 2;
  }
  if (length < 0x1_0000) {
    frame[1] = 126;
    return frame.writeUInt16BE(length, 2);
  }
  frame[1] = 127;
  return frame.writeBigUInt64BE(BigInt(length), 2);
}
