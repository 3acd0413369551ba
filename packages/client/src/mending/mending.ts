import type { MendingStep, PairState } from "../state.ts";

export type Mending = { readonly step: "well" } | Trouble;

export interface Trouble {
  readonly step: MendingStep;
  /** When the trouble began, in ms since the epoch. */
  readonly since: number;
  /** When this step began, in ms since the epoch. */
  readonly begunAt: number;
  /** After what time it has failed, or is over; `null` when only a change ends it. */
  readonly timeoutMs: number | null;
  /** Whether the other end has answered what was said last, and so is there. */
  readonly isAnswered: boolean;
  /** How often all was tried. */
  readonly rounds: number;
}

export type MendingEvent =
  /** The peer connection is in another state now. */
  | { readonly type: "connection" }
  /** An offer of this end was answered, or one of the other end by this one. */
  | { readonly type: "answered" }
  /** The two cannot come to terms over this peer connection. */
  | { readonly type: "stuck" }
  /** The network is another, or the page has slept: what ICE still believes is of no account. */
  | { readonly type: "changed" }
  /** The other end says that the pair is broken. */
  | { readonly type: "asked" }
  /** Who sees to the class says that the pair does not do, whatever ICE believes. */
  | { readonly type: "doubted" }
  /** One's own seat is there again, and with it the way to the other end. */
  | { readonly type: "seated" }
  /** The step has taken its `timeoutMs`. */
  | { readonly type: "timeout" };

/** What is known at the moment of an event. */
export interface Facts {
  readonly connection: PairState;
  /** The initiator alone restarts, so that both never do. */
  readonly isInitiator: boolean;
  /** Whether a restart of ICE leads both ends to the same way. */
  readonly canRestart: boolean;
  /** Whether there is a TURN server. */
  readonly hasRelay: boolean;
  /** Whether something can be said to the other end. */
  readonly isReachable: boolean;
  /** Whether the other end knows the message `mend`. */
  readonly canAsk: boolean;
  /** ms since the epoch. */
  readonly now: number;
  /** From 0 to 1, as of `Math.random`. */
  readonly random: number;
}

export type MendingEffect =
  /** Restart ICE, with every kind of way or only with those through a relay. */
  | { readonly type: "restart"; readonly through: RTCIceTransportPolicy }
  /** Allow every kind of way again; what is up stays up. */
  | { readonly type: "allow-all" }
  /** Make the pair anew. */
  | { readonly type: "rebuild" }
  /** Ask the initiator to restart. */
  | { readonly type: "ask" };

export interface Step {
  readonly mending: Mending;
  readonly effects: readonly MendingEffect[];
}
