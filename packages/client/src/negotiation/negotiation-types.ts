import type { NegotiationId } from "@lectern/protocol/ids";
import type { IceCandidate, SessionDescription, Signal } from "@lectern/protocol/messages";

export type Offer = Extract<Signal, { readonly type: "offer" }>;
export type Answer = Extract<Signal, { readonly type: "answer" }>;
export type Candidate = Extract<Signal, { readonly type: "ice-candidate" }>;

/** What is being done to the peer connection; `id` is `null` for an offer that came without one. */
export type Phase =
  | { readonly type: "stable" }
  /** An own offer is being made. */
  | { readonly type: "offering"; readonly id: NegotiationId }
  /** It has been said and waits for its answer. */
  | { readonly type: "offered"; readonly id: NegotiationId }
  /** The answer is being set. */
  | { readonly type: "accepting"; readonly id: NegotiationId }
  /** The other end's offer is being set. */
  | { readonly type: "taking"; readonly id: NegotiationId | null }
  /** The answer to it is being made. */
  | { readonly type: "answering"; readonly id: NegotiationId | null }
  /** An offer that comes to nothing is being taken back. */
  | { readonly type: "rolling-back" }
  /** Nothing is said or done any more. */
  | { readonly type: "closed" };

/** How one end of a pair stands in the negotiation of one peer connection. */
export interface Negotiation {
  /** Makes the first offer, and is the impolite one: when offers cross, its stands. */
  readonly isInitiator: boolean;
  readonly phase: Phase;
  /** What the ids of own offers begin with; no other peer connection has the same. */
  readonly prefix: string;
  /** Own offers so far. */
  readonly offers: number;
  /** An own offer is due as soon as nothing else is done. */
  readonly isNeeded: boolean;
  /** The last negotiation that came to its end, `id` being `null` if it has none; `null` before the first. */
  readonly agreed: { readonly id: NegotiationId | null } | null;
  /** The other end's peer connection. */
  readonly remoteSession: string | null;
  /** The other end's offer that was passed over last: what was found for it may be of use all the same. */
  readonly passedOver: NegotiationId | null;
  /** What came and cannot be taken yet, in order. */
  readonly inbox: readonly (Offer | Candidate)[];
  /** What was said and may not have been heard. */
  readonly said: readonly Signal[];
  /**
   * `new`: at most one negotiation so far, and not connected yet. `up`: connected since the
   * last own description. `changing`: not connected since then, or by what was there before.
   */
  readonly link: "new" | "up" | "changing";
  /** Own offers in a row that came to nothing. */
  readonly failures: number;
}

export type NegotiationEvent =
  /** The browser's `negotiationneeded`. */
  | { readonly type: "needed" }
  | { readonly type: "received"; readonly signal: Signal }
  /** A way to this end; `null` is the end of them. */
  | { readonly type: "found"; readonly candidate: IceCandidate | null }
  | { readonly type: "local-set"; readonly sdp: string }
  | { readonly type: "remote-set" }
  | { readonly type: "rolled-back" }
  | { readonly type: "failed"; readonly error: unknown; readonly isStable: boolean }
  /** Another way through the network is wanted. */
  | { readonly type: "restart"; readonly configuration: RTCConfiguration | null }
  /** The own socket was exchanged under the seat. */
  | { readonly type: "repeat" }
  /** The participants sit anew, and the call goes on: it may be the other one's part to offer now. */
  | { readonly type: "reseat"; readonly isInitiator: boolean }
  | { readonly type: "connected" }
  | { readonly type: "close" };

/** The first three are asynchronous: each ends in one event, and one at most is under way. */
export type NegotiationEffect =
  /** An offer or an answer, as the signaling state asks. Ends in `local-set` or `failed`. */
  | { readonly type: "set-local" }
  /** Ends in `remote-set` or `failed`. */
  | {
      readonly type: "set-remote";
      readonly description: SessionDescription<"offer"> | SessionDescription<"answer">;
    }
  /** Ends in `rolled-back` or `failed`. */
  | { readonly type: "roll-back" }
  | { readonly type: "add-candidate"; readonly candidate: IceCandidate | null }
  | { readonly type: "restart-ice"; readonly configuration: RTCConfiguration | null }
  | { readonly type: "send"; readonly signal: Signal }
  /** Both ends have the same descriptions now. */
  | { readonly type: "agree" }
  /** The two cannot come to terms over this peer connection. */
  | { readonly type: "give-up"; readonly error: unknown };

export interface Step {
  readonly state: Negotiation;
  readonly effects: readonly NegotiationEffect[];
}
