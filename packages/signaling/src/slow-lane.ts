/** For how long an address is remembered from which a socket was ended for abuse, in ms. */
const memoryMs = 10_000;
/** How long whoever comes from there waits at the door, in ms. */
const waitMs = 100;

/**
 * Who was ended for abuse and is back at once costs a handshake and a token's check each time, of
 * which there may be hundreds a second (D3, D6, D8). From their address each takes a tenth of a second
 * longer: little for the others of a school behind it, and much for who is always back.
 */
export class SlowLane {
  /** Until when each address is in it. */
  readonly #until = new Map<string, number>();

  /** A socket from there was ended for abuse. @param now ms, of a clock that does not go back */
  note(address: string, now: number): void {
    this.#until.set(address, now + memoryMs);
  }

  /** @returns how long a handshake from there is to wait, in ms */
  waitMs(address: string, now: number): number {
    return (this.#until.get(address) ?? now) > now ? waitMs : 0;
  }

  /** Forgets those whose time is over. */
  sweep(now: number): void {
    for (const [address, until] of this.#until) if (until <= now) this.#until.delete(address);
  }
}
