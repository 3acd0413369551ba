import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { ClientMessage, Numbered, ServerMessage } from "@lectern/protocol/messages";

/** One thing that a client did or saw; `at` is in ms on a clock that all clients of a history share. */
export type Recorded = { readonly at: number } & (
  | { readonly type: "opened" }
  | { readonly type: "sent"; readonly message: ClientMessage }
  | { readonly type: "received"; readonly message: ServerMessage & Numbered }
  | { readonly type: "closed"; readonly code: number }
);

/** All that one client did and saw, in the order in which it happened. */
export interface ClientHistory {
  readonly actor: ParticipantId;
  readonly room: RoomId;
  readonly isResumable: boolean;
  readonly events: readonly Recorded[];
}

/** A time in which something was broken on purpose. */
export interface FaultSpan {
  readonly kind: string;
  /** ms, as `Recorded.at`. */
  readonly from: number;
  readonly to: number;
  /** Whom it concerned; `null`: everybody. */
  readonly client: ClientHistory | null;
}

/** A run as its clients saw it. Every chat and every signal has a text that no other message has. */
export interface History {
  readonly clients: readonly ClientHistory[];
  readonly faults: readonly FaultSpan[];
  /** ms, as `Recorded.at`. */
  readonly endedAt: number;
}

export type ViolationKind =
  /** Messages of one sender came in another order than they were sent. */
  | "order"
  | "doubled"
  | "lost"
  /** A delivered message that its `from` did not send, or not from a seat. */
  | "forged"
  /** A message, or a participant, of another room; or a message that was for somebody else. */
  | "crossed"
  /** `seq` did not count up by one. */
  | "numbering"
  /** An actor with two seats, or one that left without having been there. */
  | "seats"
  /** `peer-left` of a participant who was still in. */
  | "early-left"
  /** Rosters that are not equal at the end. */
  | "roster"
  /** `meeting-ended` by somebody who may not, or not exactly once. */
  | "ending"
  | "unanswered";

export interface Violation {
  readonly kind: ViolationKind;
  /** Who saw it. */
  readonly client: ClientHistory;
  readonly at: number;
  readonly what: string;
}
