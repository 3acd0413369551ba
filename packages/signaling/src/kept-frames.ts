import { frameLength } from "./frame.ts";

/** A buffer that is filled, and emptied, from its start. */
interface Chunk {
  readonly bytes: Buffer;
  start: number;
  end: number;
}

const chunkBytes = 4096;

/**
 * Frames in their order, end to end in few buffers: an object for each of them would
 * live just long enough to cost the garbage collector more than all the rest.
 *
 * What was written is never written over, so that a socket may still hold it.
 */
export class KeptFrames {
  #chunks: Chunk[] = [];
  #count = 0;
  #bytes = 0;

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @returns the place of one more frame, which is to be filled at once */
  readonly add = (length: number): Buffer => {
    let last = this.#chunks.at(-1);
    if (!last || last.bytes.length - last.end < length) {
      const bytes = Buffer.allocUnsafeSlow(Math.max(chunkBytes, length));
      last = { bytes, start: 0, end: 0 };
      this.#chunks.push(last);
    }
    const { end } = last;
    last.end += length;
    this.#count += 1;
    this.#bytes += length;
    return last.bytes.subarray(end, last.end);
  };

  dropOldest(): void {
    const [first] = this.#chunks;
    if (!first) return;
    const length = frameLength(first.bytes, first.start);
    first.start += length;
    this.#count -= 1;
    this.#bytes -= length;
    if (first.start === first.end) this.#chunks.shift();
  }

  /** The oldest first. */
  *[Symbol.iterator](): Generator<Buffer> {
    for (const { bytes, start, end } of this.#chunks) {
      for (let at = start; at < end; ) {
        const next = at + frameLength(bytes, at);
        yield bytes.subarray(at, next);
        at = next;
      }
    }
  }
}
