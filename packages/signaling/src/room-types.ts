import type { CloseReason } from "@lectern/protocol/codes";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import type { EndedMeeting } from "@lectern/protocol/link";
import type { LinkReport } from "@lectern/protocol/link-report";
import type { Participant, ServerMessage, Signal } from "@lectern/protocol/messages";
import type { OptionalType } from "@lectern/protocol/optional-types";

declare const brand: unique symbol;

/** One socket, for as long as it lives. */
export type ConnectionId = number & { readonly [brand]: "ConnectionId" };

/** One stay of a participant in a room; it may outlive the socket. */
export type SeatId = number & { readonly [brand]: "SeatId" };

/** What is needed to come back to a seat. The secret itself is known to its owner alone. */
export interface Session {
  readonly id: string;
  readonly secretHash: string;
}

/** A fresh secret, on its way to the owner of the seat. */
export interface Key {
  readonly secret: string;
  readonly secretHash: string;
}

/** A participant's place in a room. */
export interface Seat {
  readonly id: SeatId;
  readonly participant: Participant;
  /** The socket that holds it; `null` while it is held for a client that may come back. */
  readonly connection: ConnectionId | null;
  /** `null`: its client did not ask for a seat that outlives the socket. */
  readonly session: Session | null;
  /** What its client said that it accepts. */
  readonly accepted: readonly OptionalType[];
  /** When it was taken from a live socket lately, in ms since the epoch. */
  readonly takenOverAt: readonly number[];
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
      readonly seat: SeatId;
      readonly participant: Participant;
      readonly epoch: string;
      readonly settleMs?: number;
      /** What a seat is resumed by, when the client asked for one. */
      readonly session: (Key & { readonly id: string }) | null;
      readonly accepts?: readonly string[];
    }
  | {
      readonly type: "resume";
      readonly from: ParticipantId;
      readonly connection: ConnectionId;
      readonly sessionId: string;
      /** Of the secret that was shown. */
      readonly secretHash: string;
      readonly lastSeq: number;
      /** Whether everything since `lastSeq` was kept. */
      readonly isWhole: boolean;
      readonly next: Key;
      readonly ref?: string;
    }
  | (Sender & { readonly type: "leave" })
  | (Sender & {
      readonly type: "disconnect";
      /** Whether the socket broke; otherwise its client closed it. */
      readonly isBroken: boolean;
    })
  /** The window of a held seat is over. */
  | { readonly type: "expire"; readonly from: ParticipantId; readonly seat: SeatId }
  | (Sender & { readonly type: "signal"; readonly to: ParticipantId; readonly signal: Signal })
  /** `to` is asked to mend its pair with `peer`. */
  | (Sender & {
      readonly type: "mend";
      readonly to: ParticipantId;
      readonly peer: ParticipantId;
    })
  | (Sender & { readonly type: "report"; readonly links: readonly LinkReport[] })
  | (Sender & {
      readonly type: "chat";
      readonly message: string;
      readonly id: string;
      /** ms since the epoch. */
      readonly sentAt: number;
    })
  /** Something of the sender's was refused before it came to the room. */
  | (Sender & { readonly type: "refused"; readonly error: ErrorMessage })
  | (Sender & { readonly type: "end" /** ms since the epoch. */; readonly endedAt: number })
  /** From outside the room, in a teacher's name. */
  | { readonly type: "finish"; readonly by: ParticipantId; readonly endedAt: number }
  | { readonly type: "remove"; readonly from: ParticipantId }
  /** The server goes, and sends everybody on. */
  | { readonly type: "drain"; readonly retryAfterMs: number };

export type EventOf<Type extends RoomEvent["type"]> = Extract<RoomEvent, { readonly type: Type }>;

export type ErrorMessage = Extract<ServerMessage, { readonly type: "error" }>;

/** What has to be done in consequence, in this order. */
export type Effect =
  /** Deliver to seats; to those that are resumable, counted and kept. */
  | { readonly type: "send"; readonly to: readonly SeatId[]; readonly message: ServerMessage }
  /** Show to seats that have a socket which takes it at once, uncounted: the next one makes up for it. */
  | { readonly type: "show"; readonly to: readonly SeatId[]; readonly message: ServerMessage }
  /** Tell a socket that holds no seat. */
  | { readonly type: "tell"; readonly connection: ConnectionId; readonly message: ErrorMessage }
  | {
      readonly type: "close";
      readonly connections: readonly ConnectionId[];
      readonly reason: CloseReason;
    }
  /** A seat comes to be, held by a socket. */
  | {
      readonly type: "seat";
      readonly seat: SeatId;
      readonly actor: ParticipantId;
      readonly connection: ConnectionId;
      readonly sessionId: string | null;
    }
  /** A held seat has a socket again, which gets what it missed. */
  | {
      readonly type: "reseat";
      readonly seat: SeatId;
      readonly connection: ConnectionId;
      readonly lastSeq: number;
      readonly secret: string;
    }
  /** A seat has lost its socket and waits for another. */
  | {
      readonly type: "hold";
      readonly seat: SeatId;
      readonly actor: ParticipantId;
      readonly windowMs: number;
    }
  | { readonly type: "free"; readonly seats: readonly SeatId[] }
  | { readonly type: "ended"; readonly meeting: EndedMeeting };

export interface Step {
  readonly room: Room;
  readonly effects: readonly Effect[];
}
