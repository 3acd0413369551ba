/** What a reader may leave unread: at any moment, and for longer than a while (D5). */
export const maxUnsentBytes = 1024 * 1024;
const slowUnsentBytes = 64 * 1024;
const slowMs = 5_000;
/** How long one message may take to arrive (D4). */
export const maxUnfinishedMs = 10_000;

/** How a socket stands at a moment. */
export interface Standing {
  /** Bytes that the other side has not taken yet. */
  readonly unsentBytes: number;
  /** Whether a message has begun to arrive and is not whole yet. */
  readonly isMidMessage: boolean;
}

/** Notices who leaves too much unread, or a message unfinished, for too long. */
export class Dawdling {
  /** Since when more is unsent than should be; `null` while it is not. */
  #slowSince: number | null = null;
  /** Since when the same message has been arriving. */
  #unfinishedSince: number | null = null;

  /** To be called when a message has arrived whole. */
  messageCame(): void {
    this.#unfinishedSince = null;
  }

  /** To be called every second. @param now ms, of a clock that does not go back */
  look({ unsentBytes, isMidMessage }: Standing, now: number): "slow" | "unfinished" | null {
    this.#unfinishedSince = isMidMessage ? (this.#unfinishedSince ?? now) : null;
    this.#slowSince = unsentBytes > slowUnsentBytes ? (this.#slowSince ?? now) : null;
    if (this.#slowSince !== null && now - this.#slowSince >= slowMs) return "slow";
    const isLate = this.#unfinishedSince !== null && now - this.#unfinishedSince >= maxUnfinishedMs;
    return isLate ? "unfinished" : null;
  }
}
