import type { CloseReason } from "@lectern/protocol/codes";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { EndedMeeting } from "@lectern/protocol/link";
import type { Participant, ServerMessage, Signal } from "@lectern/protocol/messages";

declare const brand: unique symbol;

/** One socket, for as long as it lives. */
export type ConnectionId = number & { readonly [brand]: "ConnectionId" };

/** A participant's place in a room and the socket that holds it. */
export interface Seat {
  readonly participant: Participant;
  readonly connection: ConnectionId;
}

export interface Room {
  readonly id: RoomId;
  readonly maxSeats: number;
  /** One seat an actor, in the order in which they came. */
  readonly seats: ReadonlyMap<ParticipantId, Seat>;
  readonly isEnded: boolean;
}

/** Who caused an event: the actor, and the socket by which it came. */
interface Sender {
  readonly from: ParticipantId;
  readonly connection: ConnectionId;
  readonly ref?: string;
}

/** Whatever can happen to a room. Clock and random values come in with the event. */
export type RoomEvent =
  | {
      readonly type: "join";
      readonly connection: ConnectionId;
      readonly participant: Participant;
      readonly epoch: string;
    }
  | (Sender & { readonly type: "leave" })
  | (Sender & { readonly type: "disconnect" })
  | (Sender & { readonly type: "signal"; readonly to: ParticipantId; readonly signal: Signal })
  | (Sender & {
      readonly type: "chat";
      readonly message: string;
      readonly id: string;
      /** ms since the epoch. */
      readonly sentAt: number;
    })
  | (Sender & { readonly type: "end" /** ms since the epoch. */; readonly endedAt: number });

/** What has to be done in consequence, in this order. */
export type Effect =
  | {
      readonly type: "send";
      readonly to: readonly ConnectionId[];
      readonly message: ServerMessage;
    }
  | {
      readonly type: "close";
      readonly connections: readonly ConnectionId[];
      readonly reason: CloseReason;
    }
  | { readonly type: "ended"; readonly meeting: EndedMeeting };

export interface Step {
  readonly room: Room;
  readonly effects: readonly Effect[];
}
