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
  /** A JSON object in UTF-8. */
  readonly #body: Buffer;
  #plain: Buffer | null = null;

  constructor(message: ServerMessage) {
    this.#body = Buffer.from(JSON.stringify(message));
  }

  get bytes(): number {
    return this.#body.length;
  }

  /** For who does not count: the same bytes for everyone. */
  get plain(): Buffer {
    this.#plain ??= this.#withTail("}");
    return this.#plain;
  }

  /** For a resumable seat, with the number of the message there. */
  numbered(seq: number): Buffer {
    return this.#withTail(`,"seq":${seq}}`);
  }

  /** The object with another end in place of its last brace. */
  #withTail(tail: string): Buffer {
    const head = this.#body.length - 1;
    const length = head + tail.length;
    const frame = Buffer.allocUnsafe(maxHeaderBytes + length);
    const start = writeHeader(frame, length);
    this.#body.copy(frame, start, 0, head);
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
