import type { ClientHistory, Recorded } from "./recorded.ts";

/** How a client that had a resumable seat came back from a break. */
export interface Return {
  /** ms; when the client saw the break. */
  readonly brokeAt: number;
  /** From the break to the `resume` that was answered, in ms. */
  readonly awayMs: number;
  /** How long the seat was to be held, in ms. */
  readonly windowMs: number;
  readonly outcome:
    | "resumed"
    /** An honest `resume-failed`. */
    | "failed"
    /** The same, after a break that swallowed the answer to a `resume`: its secret was used up. */
    | "spent";
}

interface Break {
  readonly brokeAt: number;
  readonly askedAt: number | null;
  readonly isSpent: boolean;
}

/** All the returns that were answered. */
export function returnsOf({ events }: ClientHistory): readonly Return[] {
  const returns: Return[] = [];
  let windowMs = 0;
  let broken: Break | null = null;
  for (const event of events) {
    if (event.type === "closed") broken = afterClose(event, broken);
    else if (event.type === "sent") broken = afterSending(event, broken);
    else if (event.type === "received") {
      const outcome = outcomeOf(event, broken);
      if (outcome && broken && broken.askedAt !== null) {
        const { brokeAt, askedAt } = broken;
        returns.push({ brokeAt, awayMs: askedAt - brokeAt, windowMs, outcome });
        broken = null;
      }
      if (event.message.type !== "joined") continue;
      windowMs = event.message.resumeWindowMs ?? 0;
      broken = null;
    }
  }
  return returns;
}

type Of<Type extends Recorded["type"]> = Extract<Recorded, { readonly type: Type }>;

/** The first close is the break; a later one may have swallowed an answer. */
function afterClose({ at }: Of<"closed">, broken: Break | null): Break {
  if (!broken) return { brokeAt: at, askedAt: null, isSpent: false };
  return { ...broken, askedAt: null, isSpent: broken.isSpent || broken.askedAt !== null };
}

function afterSending({ at, message }: Of<"sent">, broken: Break | null): Break | null {
  return broken && message.type === "resume" ? { ...broken, askedAt: at } : broken;
}

function outcomeOf({ message }: Of<"received">, broken: Break | null): Return["outcome"] | null {
  if (message.type === "resumed") return "resumed";
  if (message.type !== "error" || message.code !== "resume-failed") return null;
  return broken?.isSpent ? "spent" : "failed";
}
