import { limits } from "@lectern/protocol/limits";
import type { ClientMessage } from "@lectern/protocol/messages";
import { type BucketSize, TokenBucket } from "./token-bucket.ts";

type Kind = "chat" | "candidates" | "descriptions" | "reports" | "others" | "controls";

/** What one seat may send (T8, D8), as the settings say. */
export type MessageRates = Readonly<Record<"chat" | "candidates" | "descriptions", BucketSize>>;

const reports: BucketSize = { perSecond: 1000 / limits.reportIntervalMs, burst: 1 };
/** Messages that a client has little use for, and control frames (RFC 6455 §5.5, D6). */
const others: BucketSize = { perSecond: 10, burst: 20 };
const controls: BucketSize = { perSecond: 10, burst: 20 };

/** So long, and so often, may a seat go over its limit before it is closed; a pause of `calmMs` ends it. */
const patienceMs = 10_000;
const maxRefusals = 1_000;
const calmMs = 2_000;

/** For how long a participant stays out who was closed for a flood of their own, in ms. */
const floodersStayOutMs = 10_000;
/** What others can draw out of a client by what they send it: it may flood without a fault of its own. */
const drawn: ReadonlySet<Kind> = new Set(["candidates", "descriptions"]);

export type Verdict =
  | { readonly type: "pass" }
  | { readonly type: "refuse"; readonly retryAfterMs: number }
  /** Flooding went on in spite of the refusals. `retryAfterMs` is how long to stay out; 0: not at all. */
  | { readonly type: "close"; readonly retryAfterMs: number };

const pass: Verdict = { type: "pass" };

/** Counts what one participant sends. */
export class MessageLimits {
  readonly #sizes: Readonly<Record<Kind, BucketSize>>;
  readonly #buckets = new Map<Kind, TokenBucket>();
  #floodingSince = 0;
  #lastRefusedAt = Number.NEGATIVE_INFINITY;
  #refusals = 0;

  constructor(rates: MessageRates) {
    this.#sizes = { ...rates, reports, others, controls };
  }

  /** @param now ms, of a clock that does not go back */
  judge(type: ClientMessage["type"], now: number): Verdict {
    const kind = kindOf(type);
    let bucket = this.#buckets.get(kind);
    if (!bucket) {
      bucket = new TokenBucket(this.#sizes[kind], now);
      this.#buckets.set(kind, bucket);
    }
    const retryAfterMs = bucket.take(now);
    return retryAfterMs === 0 ? pass : this.#refuse(kind, retryAfterMs, now);
  }

  /** Whether all is forgotten, so that fresh limits would be no different. */
  isRested(now: number): boolean {
    const isCalm = now - this.#lastRefusedAt > calmMs;
    return isCalm && [...this.#buckets.values()].every((bucket) => bucket.isFull(now));
  }

  #refuse(kind: Kind, retryAfterMs: number, now: number): Verdict {
    if (now - this.#lastRefusedAt > calmMs) {
      this.#floodingSince = now;
      this.#refusals = 0;
    }
    this.#lastRefusedAt = now;
    this.#refusals += 1;
    const isPatient = now - this.#floodingSince < patienceMs && this.#refusals < maxRefusals;
    if (isPatient) return { type: "refuse", retryAfterMs };
    return { type: "close", retryAfterMs: drawn.has(kind) ? 0 : floodersStayOutMs };
  }
}

function kindOf(type: ClientMessage["type"]): Kind {
  switch (type) {
    case "chat":
      return "chat";
    case "ice-candidate":
      return "candidates";
    case "offer":
    case "answer":
    // A pair that is mended is described anew.
    case "mend":
      return "descriptions";
    case "report":
      return "reports";
    case "ping":
      return "controls";
    default:
      return "others";
  }
}
