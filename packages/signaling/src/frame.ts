import type { ServerMessage } from "@lectern/protocol/messages";

/** First byte of a frame that is a message by itself (RFC 6455 §5.2: FIN and the opcode). */
const finalText = 0x81;
const finalPing = 0x89;

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
    this.#plain ??= this.#encode(this.#bytes, Buffer.allocUnsafe);
    return this.#plain;
  }

  /**
   * For a resumable seat, with the number of the message there.
   *
   * @param allocate gives the place for so many bytes
   */
  numbered(seq: number, allocate: (bytes: number) => Buffer): Buffer {
    if (this.#isNumbered) this.#body ??= Buffer.from(this.#text);
    this.#isNumbered = true;
    // In place of the brace at its end.
    const length = this.#bytes + seqMember.length + digitsOf(seq);
    const frame = this.#encode(length, allocate);
    writeSeq(frame, seq);
    return frame;
  }

  /** @param length of the payload: the text, and what is to be written over its end */
  #encode(length: number, allocate: (bytes: number) => Buffer): Buffer {
    const start = headerLength(length);
    const frame = allocate(start + length);
    writeHeader(frame, length);
    if (this.#body) frame.set(this.#body, start);
    else frame.write(this.#text, start, "utf8");
    return frame;
  }
}

/** @param payload ASCII, at most 125 characters (RFC 6455 §5.5.2) */
export function pingFrame(payload: string): Buffer {
  return Buffer.from(`${String.fromCharCode(finalPing, payload.length)}${payload}`, "latin1");
}

const seqMember = Buffer.from(',"seq":');
const [zero = 0, brace = 0] = Buffer.from("0}");

function digitsOf(seq: number): number {
  let digits = 1;
  for (let rest = seq; rest >= 10; rest = Math.floor(rest / 10)) digits += 1;
  return digits;
}

/** Ends a frame with the number: byte by byte, since that is done once a receiver. */
function writeSeq(frame: Buffer, seq: number): void {
  let at = frame.length - 1;
  frame[at] = brace;
  let rest = seq;
  do {
    at -= 1;
    frame[at] = zero + (rest % 10);
    rest = Math.floor(rest / 10);
  } while (rest > 0);
  frame.set(seqMember, at - seqMember.length);
}

/** How long the frame is that begins there: one that was made here, whole and not masked. */
export function frameLength(bytes: Buffer, at: number): number {
  const short = bytes.readUInt8(at + 1);
  if (short < 126) return 2 + short;
  return short === 126
    ? 4 + bytes.readUInt16BE(at + 2)
    : 10 + Number(bytes.readBigUInt64BE(at + 2));
}

function headerLength(length: number): number {
  if (length < 126) return 2;
  return length < 0x1_0000 ? 4 : 10;
}

function writeHeader(frame: Buffer, length: number): void {
  frame[0] = finalText;
  if (length < 126) frame[1] = length;
  else if (length < 0x1_0000) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
}
