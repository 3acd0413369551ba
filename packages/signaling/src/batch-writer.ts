import type { Duplex } from "node:stream";

/** More are not held back: while their readers are idle, so would they be. */
const maxWaiting = 8;

/**
 * Writes to many streams, what goes to one of them in one turn of the event loop by
 * one system call: most of what a relay costs is the kernel's.
 */
export class BatchWriter {
  #waiting: Batch[] = [];

  /** What is to go out to a stream. */
  batchTo(stream: Duplex): Batch {
    return new Batch(stream, (batch) => this.#wait(batch));
  }

  #wait(batch: Batch): void {
    if (this.#waiting.push(batch) === 1) setImmediate(() => this.#flush());
    if (this.#waiting.length >= maxWaiting) this.#flush();
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const batch of waiting) batch.flush();
  }
}

/** What goes out to one stream in one turn of the event loop. */
export class Batch {
  readonly #stream: Duplex;
  readonly #onFirst: (batch: Batch) => void;
  #frames: Buffer[] = none;
  #bytes = 0;

  constructor(stream: Duplex, onFirst: (batch: Batch) => void) {
    this.#stream = stream;
    this.#onFirst = onFirst;
  }

  /** What was not given to the stream yet. */
  get bytes(): number {
    return this.#bytes;
  }

  write(frame: Buffer): void {
    this.#bytes += frame.length;
    if (this.#frames !== none) this.#frames.push(frame);
    else {
      this.#frames = [frame];
      this.#onFirst(this);
    }
  }

  /** To be called before anything else is written to the stream. */
  flush(): void {
    const [first, ...more] = this.#frames;
    this.#frames = none;
    this.#bytes = 0;
    if (first) this.#stream.write(more.length === 0 ? first : Buffer.concat([first, ...more]));
  }
}

const none: Buffer[] = [];
