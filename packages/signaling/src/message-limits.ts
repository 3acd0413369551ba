import type { ClientMessage } from "@lectern/protocol/messages";
import { type BucketSize, TokenBucket } from "./token-bucket.ts";

type Kind = "chat" | "candidates" | "descriptions" | "others";

/** What one seat may send (T8, D8): the start of a call with 30 others never comes near it. */
const sizes: Readonly<Record<Kind, BucketSize>> = {
  chat: { perSecond: 10, burst: 100 },
  candidates: { perSecond: 100, burst: 400 },
  descriptions: { perSecond: 20, burst: 80 },
  others: { perSecond: 10, burst: 20 },
};

/** So long may a seat go on over its limit before its socket is closed; a pause of `calmMs` ends it. */
const patienceMs = 10_000;
const calmMs = 2_000;

export type Verdict =
  | { readonly type: "pass" }
  | { readonly type: "refuse"; readonly retryAfterMs: number }
  /** Flooding went on in spite of the refusals. */
  | { readonly type: "close"; readonly retryAfterMs: number };

/** Counts what one socket sends. */
export class MessageLimits {
  readonly #buckets = new Map<Kind, TokenBucket>();
  #floodingSince = 0;
  #lastRefusedAt = Number.NEGATIVE_INFINITY;

  /** @param now ms, of a clock that does not go back */
  judge(type: ClientMessage["type"] | "malformed", now: number): Verdict {
    const kind = kindOf(type);
    let bucket = this.#buckets.get(kind);
    if (!bucket) {
      bucket = new TokenBucket(sizes[kind], now);
      this.#buckets.set(kind, bucket);
    }
    const retryAfterMs = bucket.take(now);
    if (retryAfterMs === 0) return { type: "pass" };
    if (now - this.#lastRefusedAt > calmMs) this.#floodingSince = now;
    this.#lastRefusedAt = now;
    const isPatient = now - this.#floodingSince < patienceMs;
    return { type: isPatient ? "refuse" : "close", retryAfterMs };
  }
}

function kindOf(type: ClientMessage["type"] | "malformed"): Kind {
  switch (type) {
    case "chat":
      return "chat";
    case "ice-candidate":
      return "candidates";
    case "offer":
    case "answer":
      return "descriptions";
    default:
      return "others";
  }
}
