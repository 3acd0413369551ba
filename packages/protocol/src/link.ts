import { type ParticipantId, parseParticipantId, parseRoomId, type RoomId } from "./ids.ts";

/** That a meeting was ended, by whom and when. Tokens issued until then open its room no more. */
export interface EndedMeeting {
  readonly roomId: RoomId;
  readonly by: ParticipantId;
  /** ms since the epoch. */
  readonly endedAt: number;
}

/**
 * What the processes of one installation tell each other over Node's IPC channel.
 *
 * `ready`, `failed` and `first-account` are for the supervisor; it passes the
 * others on, from the app to the signaling server and back, as they are.
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
  | { readonly type: "ended-meetings"; readonly meetings: readonly EndedMeeting[] }
  | ({ readonly type: "meeting-ended" } & EndedMeeting);

/** Reads one IPC message; `null` when it is none of ours. */
export function parseLinkMessage(value: unknown): LinkMessage | null {
  if (!isObject(value)) return null;
  switch (value["type"]) {
    case "ready":
    case "hello":
      return { type: value["type"] };
    case "failed":
      return parseFailed(value);
    case "first-account":
      return typeof value["path"] === "string"
        ? { type: "first-account", path: value["path"] }
        : null;
    case "ended-meetings":
      return parseEndedMeetings(value["meetings"]);
    case "meeting-ended": {
      const meeting = parseEndedMeeting(value);
      return meeting && { type: "meeting-ended", ...meeting };
    }
    default:
      return null;
  }
}

function parseFailed(value: Record<string, unknown>): LinkMessage | null {
  const { code, message, setting } = value;
  if (typeof code !== "string" || typeof message !== "string") return null;
  return { type: "failed", code, message, ...(typeof setting === "string" && { setting }) };
}

function parseEndedMeetings(value: unknown): LinkMessage | null {
  if (!Array.isArray(value)) return null;
  const meetings = value.map(parseEndedMeeting).filter((meeting) => meeting !== null);
  return { type: "ended-meetings", meetings };
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
