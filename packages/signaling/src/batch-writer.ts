import type { Duplex } from "node:stream";

/** More are not held back: while their readers are idle, so would they be. */
const maxCorked = 8;

/**
 * Writes to many streams, what goes to one of them in one turn of the event loop by
 * one system call: most of what a relay costs is the kernel's.
 */
export class BatchWriter {
  #corked: Duplex[] = [];

  write(stream: Duplex, bytes: Buffer): void {
    if (stream.writableCorked === 0) {
      stream.cork();
      if (this.#corked.push(stream) === 1) setImmediate(() => this.#flush());
    }
    stream.write(bytes);
    if (this.#corked.length >= maxCorked) this.#flush();
  }

  #flush(): void {
    const corked = this.#corked;
    this.#corked = [];
    for (const stream of corked) stream.uncork();
  }
}
