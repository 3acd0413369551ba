import { type ParticipantId, parseParticipantId, parseRoomId, type RoomId } from "./ids.ts";

/** That a meeting was ended, by whom and when. Tokens issued until then open its room no more. */
export interface EndedMeeting {
  readonly roomId: RoomId;
  readonly by: ParticipantId;
  /** ms since the epoch. */
  readonly endedAt: number;
}

/** That somebody was removed from a room, and when. Their tokens issued until then open it no more. */
export interface Removal {
  readonly roomId: RoomId;
  readonly actor: ParticipantId;
  /** ms since the epoch. */
  readonly removedAt: number;
}

/** What tokens of some time do not open any more. */
export interface Closings {
  readonly meetings: readonly EndedMeeting[];
  readonly removals: readonly Removal[];
}

/**
 * What the processes of one installation tell each other over Node's IPC channel.
 *
 * `ready`, `failed` and `first-account` are for the supervisor and `hand-over` is
 * from it; it passes the others on, between the app and the signaling server, as they are.
 */
export type LinkMessage =
  | { readonly type: "ready" }
  | {
      readonly type: "failed";
      readonly code: string;
      readonly message: string;
      readonly setting?: string;
    }
  | { readonly type: "first-account"; readonly path: string }
  | { readonly type: "hello" }
  | ({ readonly type: "closings" } & Closings)
  | ({ readonly type: "meeting-ended" } & EndedMeeting)
  /** Where the signaling server's admin interface listens, on the loopback. */
  | { readonly type: "admin"; readonly port: number }
  /** For a signaling server in whose place another serves already: send everybody there, and end. */
  | { readonly type: "hand-over" };

/** Reads one IPC message; `null` when it is none of ours. */
export function parseLinkMessage(value: unknown): LinkMessage | null {
  if (!isObject(value)) return null;
  switch (value["type"]) {
    case "ready":
    case "hello":
    case "hand-over":
      return { type: value["type"] };
    case "failed":
      return parseFailed(value);
    case "first-account":
      return typeof value["path"] === "string"
        ? { type: "first-account", path: value["path"] }
        : null;
    case "closings":
      return { type: "closings", ...parseClosings(value) };
    case "meeting-ended": {
      const meeting = parseEndedMeeting(value);
      return meeting && { type: "meeting-ended", ...meeting };
    }
    case "admin":
      return Number.isInteger(value["port"])
        ? { type: "admin", port: Number(value["port"]) }
        : null;
    default:
      return null;
  }
}

function parseFailed(value: Record<string, unknown>): LinkMessage | null {
  const { code, message, setting } = value;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return { type: "failed", code, message, ...(typeof setting === "string" && { setting }) };
}

/** What cannot be read is left out: the rest still has to be known. */
function parseClosings({ meetings, removals }: Record<string, unknown>): Closings {
  return {
    meetings: listOf(meetings, parseEndedMeeting),
    removals: listOf(removals, parseRemoval),
  };
}

function listOf<T>(value: unknown, parse: (item: unknown) => T | null): readonly T[] {
  return Array.isArray(value) ? value.map(parse).filter((item) => item !== null) : [];
}

function parseRemoval(value: unknown): Removal | null {
  if (!isObject(value)) return null;
  const roomId = parseRoomId(value["roomId"]);
  const actor = parseParticipantId(value["actor"]);
  const removedAt = value["removedAt"];
  if (!roomId || !actor || typeof removedAt !== "number" || !Number.isFinite(removedAt))
    return null;
  return { roomId, actor, removedAt };
}

function parseEndedMeeting(value: unknown): EndedMeeting | null {
  if (!isObject(value)) return null;
  const roomId = parseRoomId(value["roomId"]);
  const by = parseParticipantId(value["by"]);
  const endedAt = value["endedAt"];
  if (!roomId || !by || typeof endedAt !== "number" || !Number.isFinite(endedAt)) return null;
  return { roomId, by, endedAt };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
