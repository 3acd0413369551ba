/** So many at once, and from then on so many a second. */
export interface BucketSize {
  readonly perSecond: number;
  readonly burst: number;
}

/** Measures a rate (token bucket): full at first, one token a use, filled up again with time. */
export class TokenBucket {
  readonly #size: BucketSize;
  #tokens: number;
  #at: number;

  /** @param now ms, of a clock that does not go back */
  constructor(size: BucketSize, now: number) {
    this.#size = size;
    this.#tokens = size.burst;
    this.#at = now;
  }

  /** @returns 0, or how long to wait in ms; then nothing was used */
  take(now: number): number {
    const { perSecond, burst } = this.#size;
    this.#tokens = Math.min(burst, this.#tokens + ((now - this.#at) * perSecond) / 1000);
    this.#at = now;
    if (this.#tokens < 1) return Math.ceil(((1 - this.#tokens) * 1000) / perSecond);
    this.#tokens -= 1;
    return 0;
  }

  /** Whether it has filled up, so that a fresh one would be no different. */
  isFull(now: number): boolean {
    const { perSecond, burst } = this.#size;
    return this.#tokens + ((now - this.#at) * perSecond) / 1000 >= burst;
  }
}
