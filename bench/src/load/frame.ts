/** Opcodes of RFC 6455 §5.2. */
export const opcodes = { text: 0x1, close: 0x8, ping: 0x9, pong: 0xa } as const;

const finBit = 0x80;
const maskBit = 0x80;

/** One whole frame of a client: final, masked (RFC 6455 §5.3). */
export function encodeFrame(opcode: number, payload: Uint8Array, mask: Uint8Array): Buffer {
  const header = headerOf(opcode, payload.length);
  const frame = Buffer.allocUnsafe(header.length + mask.length + payload.length);
  frame.set(header, 0);
  frame.set(mask, header.length);
  const start = header.length + mask.length;
  frame.set(payload, start);
  applyMask(frame, { start, end: frame.length, mask });
  return frame;
}

/** Where the payload of a frame starts that {@link encodeFrame} made of one this long. */
export function payloadStart(payloadLength: number): number {
  return headerOf(opcodes.text, payloadLength).length + 4;
}

interface Masked {
  /** Where the payload starts in the buffer, and where it ends. */
  readonly start: number;
  readonly end: number;
  readonly mask: Uint8Array;
}

function applyMask(buffer: Buffer, { start, end, mask }: Masked): void {
  for (let at = start; at < end; at += 1) {
    buffer[at] = (buffer[at] ?? 0) ^ (mask[(at - start) & 3] ?? 0);
  }
}

function headerOf(opcode: number, length: number): Uint8Array {
  const first = finBit | opcode;
  if (length < 126) return Uint8Array.of(first, maskBit | length);
  if (length < 65_536) return Uint8Array.of(first, maskBit | 126, length >> 8, length & 0xff);
  throw new RangeError(`Cannot send ${length} bytes: the contract allows 65536`);
}

/** What becomes of the frames that a {@link FrameReader} finds. */
export type OnFrame = (opcode: number, payload: Buffer) => void;

/**
 * Cuts what a server sends into frames.
 *
 * Payloads are views of the bytes handed in; who keeps one copies it.
 */
export class FrameReader {
  readonly #onFrame: OnFrame;
  #rest: Buffer | null = null;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (let end = frameEnd(bytes, at); end <= bytes.length; end = frameEnd(bytes, at)) {
      const first = bytes[at] ?? 0;
      if ((first & finBit) === 0) throw new RangeError("Cannot read a frame that is not final");
      const payloadAt = end - payloadLength(bytes, at);
      at = end;
      this.#onFrame(first & 0x0f, bytes.subarray(payloadAt, end));
    }
    this.#rest = at === bytes.length ? null : Buffer.from(bytes.subarray(at));
  }
}

/** Where the frame ends that starts at `at`; infinity when that cannot be told yet. */
function frameEnd(bytes: Buffer, at: number): number {
  const left = bytes.length - at;
  if (left < 2) return Number.POSITIVE_INFINITY;
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  const header = short < 126 ? 2 : short === 126 ? 4 : 10;
  return left < header ? Number.POSITIVE_INFINITY : at + header + payloadLength(bytes, at);
}

function payloadLength(bytes: Buffer, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 0x7f;
  if (short < 126) return short;
  return short === 126 ? bytes.readUInt16BE(at + 2) : Number(bytes.readBigUInt64BE(at + 2));
}
