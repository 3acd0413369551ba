import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { type BucketSize, TokenBucket } from "./token-bucket.ts";

/** Slows down an actor that joins over and over (D9). It remembers those of the last seconds. */
export class JoinGate {
  readonly #rate: BucketSize;
  readonly #buckets = new Map<string, TokenBucket>();

  /** @param rate joins of one actor */
  constructor(rate: BucketSize) {
    this.#rate = rate;
  }

  /** @returns 0, or how long to wait in ms */
  pass(roomId: RoomId, actor: ParticipantId, now: number): number {
    const key = `${roomId} ${actor}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, now);
    this.#buckets.set(key, bucket);
    return bucket.take(now);
  }

  /** Forgets who has not joined for a while. */
  sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
  }
}
