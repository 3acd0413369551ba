import { limits } from "@lectern/protocol/limits";
import type { ServerMessage } from "@lectern/protocol/messages";
import type { Received } from "./received.ts";

/** A seat that outlives its socket: how to get it back, and how far its messages were taken. */
export interface Session {
  readonly id: string;
  /** Good for one `resume`, which brings the next. */
  readonly secret: string;
  /** How long the server holds the seat after a break, in ms. */
  readonly windowMs: number;
  /** The number of the last message that was taken. */
  readonly lastSeq: number;
  /** The number of the last message that was missed, from `resumed` on. */
  readonly missedUpTo: number;
  /** Until when it may still be held, in ms since the epoch; `null` while the socket is there. */
  readonly heldUntil: number | null;
}

export type Verdict =
  /** It is in its turn. */
  | "take"
  /** It is in its turn, and nothing is missing after it: the seat is one's own again. */
  | "take-last"
  /** It was taken before. */
  | "pass-over"
  /** The seat is gone, and the socket is free for a join. */
  | "join-anew"
  /** Something is missing and will not come: the seat is given up, and the socket with it. */
  | "start-over";

export interface SessionStep {
  readonly verdict: Verdict;
  readonly session: Session | null;
}

/** Decides what to do with a message, so that each is taken once and in its order. */
export function step(session: Session | null, message: Received): SessionStep {
  if (message.type === "joined") return { verdict: "take", session: sessionOf(message) };
  const isOver = message.type === "error" && message.code === "draining";
  // The process that holds the seat ends, and another would not know it.
  if (session === null || isOver) return { verdict: "take", session: null };
  if (message.type === "resumed") return resume(session, message);
  if (message.type === "error" && message.code === "resume-failed") {
    return { verdict: "join-anew", session: null };
  }
  return count(session, message.seq);
}

/** The socket broke: from when the server knows, which may be late, it holds the seat for its window. */
export function leaveSocket(session: Session, now: number): Session {
  const { heldUntil, windowMs } = session;
  return { ...session, heldUntil: heldUntil ?? now + limits.heartbeatTimeoutMs + windowMs };
}

export function isHeld({ heldUntil }: Session, now: number): boolean {
  return heldUntil === null || now < heldUntil;
}

/** A server that holds no seats says nothing of a session. */
function sessionOf({
  sessionId: id,
  secret,
  resumeWindowMs: windowMs,
  seq: lastSeq,
}: Extract<Received, { readonly type: "joined" }>): Session | null {
  if (id === undefined || secret === undefined || windowMs === undefined || lastSeq === undefined) {
    return null;
  }
  return { id, secret, windowMs, lastSeq, missedUpTo: lastSeq, heldUntil: null };
}

function resume(
  session: Session,
  { lastSeq, secret }: Extract<ServerMessage, { readonly type: "resumed" }>,
): SessionStep {
  if (lastSeq < session.lastSeq) return { verdict: "start-over", session: null };
  const resumed = { ...session, secret, missedUpTo: lastSeq, heldUntil: null };
  const isComplete = lastSeq === session.lastSeq;
  return { verdict: isComplete ? "take-last" : "take", session: resumed };
}

/** What carries no number is not of the seat, but of the socket. */
function count(session: Session, seq: number | undefined): SessionStep {
  if (seq === undefined) return { verdict: "take", session };
  if (seq <= session.lastSeq) return { verdict: "pass-over", session };
  if (seq > session.lastSeq + 1) return { verdict: "start-over", session: null };
  const verdict = seq === session.missedUpTo ? "take-last" : "take";
  return { verdict, session: { ...session, lastSeq: seq } };
}
