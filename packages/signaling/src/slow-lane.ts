import type { Duplex } from "node:stream";

/** For how long an address is remembered from which a socket was ended for abuse, in ms. */
const memoryMs = 10_000;
/** How long a handshake from there waits, in ms. */
const waitMs = 100;
/** Of all such addresses at once. */
const maxWaiting = 1_000;

/**
 * Who was ended for abuse and is back at once costs a handshake and a token's check each time, of
 * which there may be hundreds a second (D3, D6, D8). From their address each takes a tenth of a second
 * longer: little for the others of a school behind it, and much for who is always back.
 */
export class SlowLane {
  readonly #ticks: () => number;
  /** Until when each address is in it. */
  readonly #until = new Map<string, number>();
  #waiting = 0;

  /** @param ticks ms, of a clock that does not go back */
  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  /** A socket from there was ended for abuse. */
  note(address: string): void {
    this.#until.set(address, this.#ticks() + memoryMs);
  }

  /**
   * Lets a handshake go on: at once, or after its wait if it is still wanted then.
   *
   * @returns `false` when it may not even wait, since too many do
   */
  pass(address: string, stream: Duplex, goOn: () => void): boolean {
    const until = this.#until.get(address);
    if (until === undefined || until <= this.#ticks()) {
      goOn();
      return true;
    }
    if (this.#waiting >= maxWaiting) return false;
    this.#waiting += 1;
    const giveUp = () => stream.destroy();
    stream.on("error", giveUp);
    setTimeout(() => {
      this.#waiting -= 1;
      stream.off("error", giveUp);
      if (!stream.destroyed) goOn();
    }, waitMs).unref();
    return true;
  }

  /** Forgets those whose time is over. */
  sweep(): void {
    const now = this.#ticks();
    for (const [address, until] of this.#until) if (until <= now) this.#until.delete(address);
  }
}
