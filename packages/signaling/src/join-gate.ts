import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { type BucketSize, TokenBucket } from "./token-bucket.ts";

/** Keeps out, for a while, an actor that joins over and over (D9), or that flooded (D6, D8). */
export class JoinGate {
  readonly #rate: BucketSize;
  readonly #buckets = new Map<string, TokenBucket>();
  /** Until when each is kept out. */
  readonly #barred = new Map<string, number>();

  /** @param rate joins of one actor */
  constructor(rate: BucketSize) {
    this.#rate = rate;
  }

  /** @returns 0, or how long to wait in ms */
  pass(roomId: RoomId, actor: ParticipantId, now: number): number {
    const waitMs = this.waitMs(roomId, actor, now);
    if (waitMs > 0) return waitMs;
    const key = keyOf(roomId, actor);
    const bucket = this.#buckets.get(key) ?? new TokenBucket(this.#rate, now);
    this.#buckets.set(key, bucket);
    return bucket.take(now);
  }

  /** @param until ms, of the same clock */
  bar(roomId: RoomId, actor: ParticipantId, until: number): void {
    this.#barred.set(keyOf(roomId, actor), until);
  }

  /** How long an actor is still kept out, in ms. */
  waitMs(roomId: RoomId, actor: ParticipantId, now: number): number {
    return Math.max(0, (this.#barred.get(keyOf(roomId, actor)) ?? 0) - now);
  }

  /** Forgets who has not joined for a while. */
  sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
    for (const [key, until] of this.#barred) if (until <= now) this.#barred.delete(key);
  }
}

function keyOf(roomId: RoomId, actor: ParticipantId): string {
  return `${roomId} ${actor}`;
}
