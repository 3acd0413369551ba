import type { ParticipantId } from "@lectern/protocol/ids";
import type { LeaveReason, Participant } from "@lectern/protocol/messages";
import type { PairState } from "./state.ts";

/** Whether somebody is on the server's roster, or is waited for. Times are ms since the epoch. */
export type Presence =
  | { readonly type: "seated" }
  | {
      readonly type: "away";
      readonly isShown: boolean;
      readonly hideAt: number;
      readonly dropAt: number;
    };

export interface Seat {
  readonly participant: Participant;
  /** How the call to them stood when it was last heard of. */
  readonly pair: PairState;
  readonly presence: Presence;
}

/** Oneself and the others, in the order in which they were first seen. */
export interface Roster {
  readonly self: Participant | null;
  readonly seats: ReadonlyMap<ParticipantId, Seat>;
}

export type RosterEvent =
  | {
      readonly type: "joined";
      readonly self: Participant;
      readonly participants: readonly Participant[];
      /** Whether the server restarted since the last roster. */
      readonly isOfNewEpoch: boolean;
      readonly settleMs?: number;
      readonly now: number;
    }
  | { readonly type: "peer-joined"; readonly peer: Participant }
  | {
      readonly type: "peer-left";
      readonly peerId: ParticipantId;
      readonly reason: LeaveReason;
      readonly now: number;
    }
  | { readonly type: "pair-changed"; readonly id: ParticipantId; readonly pair: PairState }
  | { readonly type: "time"; readonly now: number };

export type RosterEffect =
  /** Make a pair, in place of the one that there may be. */
  | { readonly type: "call"; readonly participant: Participant; readonly isInitiator: boolean }
  /** Go on with the pair that there is. */
  | { readonly type: "keep"; readonly id: ParticipantId; readonly isInitiator: boolean }
  | { readonly type: "hang-up"; readonly id: ParticipantId }
  | { readonly type: "came"; readonly id: ParticipantId }
  | { readonly type: "went"; readonly participant: Participant; readonly reason: LeaveReason };

export interface Step {
  readonly roster: Roster;
  readonly effects: readonly RosterEffect[];
}
