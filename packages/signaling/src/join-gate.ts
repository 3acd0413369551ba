import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { TokenBucket } from "./token-bucket.ts";

/** Joins of one actor (D9). */
const joins = { perSecond: 10, burst: 10 };

/** Slows down an actor that joins over and over. It remembers those of the last seconds. */
export class JoinGate {
  readonly #buckets = new Map<string, TokenBucket>();

  /** @returns 0, or how long to wait in ms */
  pass(roomId: RoomId, actor: ParticipantId, now: number): number {
    const key = `${roomId} ${actor}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(joins, now);
    this.#buckets.set(key, bucket);
    return bucket.take(now);
  }

  /** Forgets who has not joined for a while. */
  sweep(now: number): void {
    for (const [key, bucket] of this.#buckets) if (bucket.isFull(now)) this.#buckets.delete(key);
  }
}
