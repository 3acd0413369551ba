import type { ErrorCode } from "./codes.ts";
import type { InstanceId, NegotiationId, ParticipantId, Role, RoomId } from "./ids.ts";
import type { LinkReport } from "./link-report.ts";

/** A value that JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** W3C WebRTC `RTCSessionDescriptionInit`, with whatever else its sender put in. */
export interface SessionDescription<T extends "offer" | "answer"> {
  readonly type: T;
  readonly sdp: string;
  readonly [member: string]: Json;
}

/** W3C WebRTC `RTCIceCandidateInit`, with whatever else its sender put in. */
export interface IceCandidate {
  readonly candidate: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
  readonly usernameFragment?: string | null;
  readonly [member: string]: Json | undefined;
}

/** What one participant tells another to set up a pair; `null` is the end of candidates. */
export type Signal = Negotiated &
  (
    | { readonly type: "offer"; readonly payload: SessionDescription<"offer"> }
    | { readonly type: "answer"; readonly payload: SessionDescription<"answer"> }
    | { readonly type: "ice-candidate"; readonly payload: IceCandidate | null }
  );

/** What tells a signal from one of an earlier negotiation: an answer and candidates repeat what their offer said. */
interface Negotiated {
  readonly negotiation?: NegotiationId;
}

/** A participant as the others see it. */
export interface Participant {
  readonly id: ParticipantId;
  readonly role: Role;
  readonly name: string;
  /** When this seat was taken, in ms since the epoch. */
  readonly joinedAt: number;
  /** One life of the participant's page, when its client said one. */
  readonly instance?: InstanceId;
}

/** Comes back on the `error` that a message causes, on the sender's own copy of a `chat` and on a `pong`. */
interface Referable {
  readonly ref?: string;
}

export type ClientMessage = Referable &
  (
    | {
        readonly type: "join";
        readonly roomId: RoomId;
        readonly token: string;
        readonly resumable?: boolean;
        readonly instance?: InstanceId;
        /** Optional types that it wants to get; those that are not known are of a later version. */
        readonly accepts?: readonly string[];
      }
    | {
        readonly type: "resume";
        readonly roomId: RoomId;
        readonly sessionId: string;
        readonly secret: string;
        readonly lastSeq: number;
      }
    | (Signal & { readonly to: ParticipantId })
    | { readonly type: "chat"; readonly message: string }
    /** Asks `to` to mend its pair with `peer`. */
    | { readonly type: "mend"; readonly to: ParticipantId; readonly peer: ParticipantId }
    /** How one's pairs do, for the teachers who want to know. */
    | { readonly type: "report"; readonly links: readonly LinkReport[] }
    /** Asks the server for a word, to see whether the socket still leads to it. */
    | { readonly type: "ping" }
    | { readonly type: "meeting-ended" }
    | { readonly type: "leave" }
  );

export type LeaveReason = "left" | "connection-lost" | "removed";

export type ServerMessage =
  | {
      readonly type: "joined";
      readonly roomId: RoomId;
      readonly self: Participant;
      /** The others, in the order they came. */
      readonly participants: readonly Participant[];
      /** ms since the epoch. */
      readonly serverTime: number;
      /** One life of the server process. */
      readonly epoch: string;
      /** How long a fresh server still waits for its rooms to come back, in ms. */
      readonly settleMs?: number;
      /** By which a seat is resumed, when it was asked for with `resumable`. */
      readonly sessionId?: string;
      readonly secret?: string;
      /** How long the seat is held after a break, in ms. */
      readonly resumeWindowMs?: number;
    }
  /** The seat is one's own again; what was missed follows, up to `lastSeq`. */
  | { readonly type: "resumed"; readonly lastSeq: number; readonly secret: string }
  | { readonly type: "peer-joined"; readonly peer: Participant }
  | { readonly type: "peer-left"; readonly peerId: ParticipantId; readonly reason: LeaveReason }
  | (Signal & { readonly from: ParticipantId })
  | {
      readonly type: "chat";
      readonly id: string;
      readonly from: ParticipantId;
      readonly name: string;
      readonly message: string;
      /** ms since the epoch. */
      readonly sentAt: number;
      readonly ref?: string;
    }
  | { readonly type: "mend"; readonly from: ParticipantId; readonly peer: ParticipantId }
  /** Carries no `seq` and is not kept: the next one makes up for it. */
  | {
      readonly type: "report";
      readonly from: ParticipantId;
      readonly links: readonly LinkReport[];
    }
  /** Answers a `ping`, by the socket and not by the seat: it carries no `seq`. */
  | { readonly type: "pong"; readonly ref?: string }
  | { readonly type: "meeting-ended"; readonly by: ParticipantId }
  | {
      readonly type: "error";
      readonly code: ErrorCode;
      readonly message: string;
      readonly ref?: string;
      readonly retryAfterMs?: number;
    };

/** How a message reaches a resumable seat: counted, up by one from the `joined` that is 1. */
export interface Numbered {
  readonly seq?: number;
}

export type ClientMessageType = ClientMessage["type"];
export type ServerMessageType = ServerMessage["type"];
