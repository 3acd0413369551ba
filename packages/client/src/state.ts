import type { ParticipantId } from "@lectern/protocol/ids";
import type { LeaveReason, Participant } from "@lectern/protocol/messages";
import type { ClassReport } from "./link/class-report.ts";
import type { Link } from "./link/link.ts";

export type ConferenceStatus =
  /** Not in the room yet; `attempt` counts from 1. */
  | { readonly type: "connecting"; readonly attempt: number }
  | { readonly type: "joined" }
  /** The socket is away; the call goes on. */
  | {
      readonly type: "reconnecting";
      /** ms since the epoch. */
      readonly since: number;
      readonly attempt: number;
    }
  | { readonly type: "ended"; readonly by: ParticipantId | null }
  | { readonly type: "left" }
  /** There is no way in, or none back; `code` is a close reason of the contract or the application's word. */
  | { readonly type: "stopped"; readonly code: string; readonly message: string };

/** Whether nothing comes after it. */
export function isFinal({ type }: ConferenceStatus): boolean {
  return type === "ended" || type === "left" || type === "stopped";
}

/** How a pair's peer connection stands; `refused` when the browser makes none. */
export type PairState = "connecting" | "connected" | "disconnected" | "failed" | "refused";

/** How far the mending of a broken pair has got. */
export type MendingStep =
  /** It is disconnected, which often passes by itself. */
  | "wavering"
  /** Another way through the network is looked for. */
  | "restarting"
  /** The same, through the relay only. */
  | "trying-relay"
  /** The pair is made anew. */
  | "rebuilding"
  /** Something has to change, or some time to pass. */
  | "waiting";

/** Times are ms since the epoch. */
export interface MendingProgress {
  readonly step: MendingStep;
  /** When the trouble began. */
  readonly since: number;
  /** When more is done if nothing has changed by then; `null` when nothing is. */
  readonly nextAt: number | null;
}

/** Somebody else in the room. */
export interface RemoteParticipant extends Participant {
  /** Their sound and picture. */
  readonly stream: MediaStream | null;
  /** What they show beside it, with its sound if it has any. */
  readonly screen: MediaStream | null;
  /** Whether they let students show their screens, which is a teacher's to say; `null` when they do not say. */
  readonly allowsScreens: boolean | null;
  readonly connection: PairState;
  /** What is being done about a call that broke; `null` while it holds. */
  readonly mending: MendingProgress | null;
  /** Whether they say that it is on; `null` when their client does not say. */
  readonly microphone: boolean | null;
  readonly camera: boolean | null;
  /** How the pair with them does; `null` while it is too soon to say. */
  readonly link: Link | null;
}

export interface ChatLine {
  /** The server's id; for an own line that is on its way, the `ref` that it was sent with. */
  readonly id: string;
  /** What `sendChat` gave for an own line; `null` for the lines of others. */
  readonly ref: string | null;
  readonly from: ParticipantId;
  readonly name: string;
  readonly message: string;
  /** ms since the epoch. */
  readonly sentAt: number;
  readonly isOwn: boolean;
  /** `failed`: the server refused it, or the socket broke before the server had it. */
  readonly delivery: "sent" | "pending" | "failed";
}

/** All that can be known of a conference at a moment. A new object whenever something changes. */
export interface ConferenceState {
  readonly status: ConferenceStatus;
  readonly self: Participant | null;
  /** The others, in the order they came. */
  readonly participants: readonly RemoteParticipant[];
  readonly chat: readonly ChatLine[];
  /** What each says of their pairs: oneself, and the others where that was asked for (`reports` in `JoinOptions`). */
  readonly reports: readonly ClassReport[];
  readonly microphone: boolean;
  readonly camera: boolean;
  /** Whether pictures are exchanged with teachers alone. */
  readonly saver: boolean;
  /** Whether this machine has too much to do, so that `saver` is worth offering. */
  readonly isOverloaded: boolean;
  /** Whether oneself lets students show their screens; `null` when that was not said. */
  readonly allowsScreens: boolean | null;
}

/** What happens in a conference, for who would rather hear it than compare states. */
export interface ConferenceEvents {
  readonly change: ConferenceState;
  readonly "participant-joined": RemoteParticipant;
  readonly "participant-left": {
    readonly participant: RemoteParticipant;
    readonly reason: LeaveReason;
  };
  readonly chat: ChatLine;
  /**
   * An `error` of the server; `negotiation-failed` when a call could not be set up
   * as was asked, `call-refused` when the browser makes none with these ICE servers.
   */
  readonly error: { readonly code: string; readonly message: string };
}
