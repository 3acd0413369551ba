import { setTimeout as sleep } from "node:timers/promises";

/** Below this a timer is too coarse to wait with. */
const shortestWaitMs = 2;

/** Lets so much through in a second, evenly: bytes of a line, or sockets that are opened. */
export class Pace {
  readonly #perMs: number;
  #freeAt = performance.now();

  constructor(perSecond: number) {
    this.#perMs = perSecond / 1_000;
  }

  /** Resolves when it is this one's turn. */
  async take(amount: number): Promise<void> {
    const now = performance.now();
    this.#freeAt = Math.max(this.#freeAt, now) + amount / this.#perMs;
    const waitMs = this.#freeAt - now;
    if (waitMs > shortestWaitMs) await sleep(waitMs);
  }
}
