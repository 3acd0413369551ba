import type { Arrival } from "@lectern/protocol/link-report";
import { readChannelText } from "../channel-text.ts";
import type { MediaKind } from "../local-tracks.ts";
import type { LinkFigures, SendLimit } from "./link.ts";

const sendStates = ["flowing", "off", "ended", "muted", "frozen", "unsent", "paused"] as const;

/** What becomes of one's own sound or picture before it is on its way. */
export type SendState = Extract<Arrival, (typeof sendStates)[number]>;

/** What one end of a pair tells the other about what it sends. */
export interface Sending {
  readonly sound: SendState;
  readonly picture: SendState;
  readonly limit: SendLimit;
}

/** One's own track and the place in the call from which it is sent. */
export interface Source {
  /** The track of one's own stream; `null` when there is none. */
  readonly track: Pick<MediaStreamTrack, "enabled" | "muted" | "readyState"> | null;
  /** Whether the place sends a track at all. */
  readonly isPlaced: boolean;
  /** Whether the place was told to send nothing for now (W3C WebRTC, `RTCRtpEncodingParameters.active`). */
  readonly isPaused: boolean;
  /** To what the place was told to keep, in bit/s; `null`: to nothing. */
  readonly boundBps: number | null;
}

export interface UplinkFacts {
  /** Whether one's uplink gives less than all that goes out could make use of. */
  readonly isUplinkShort: boolean;
}

/** An encoder that is given as much as this of its bound is held down by nothing but the bound. */
const boundShare = 0.75;

export function sendingOf(
  sources: Readonly<Record<MediaKind, Source>>,
  figures: Pick<LinkFigures, "leaves" | "isCameraMoving" | "limit" | "targetBps">,
  { isUplinkShort }: UplinkFacts,
): Sending {
  const { leaves, isCameraMoving, limit } = figures;
  const sound = sourceState(sources.audio) ?? (leaves.audio ? "flowing" : "unsent");
  const stalled = (isCameraMoving ?? limit !== "none") ? "unsent" : "frozen";
  const picture = sourceState(sources.video) ?? (leaves.video ? "flowing" : stalled);
  const isHeldDown = isUplinkShort || !isAtBound(sources.video, figures);
  const told = limit === "upload" && !isHeldDown ? "none" : limit;
  return { sound, picture, limit: picture === "flowing" || picture === "unsent" ? told : "none" };
}

/** A browser calls its bandwidth limited by the bound that it was told to keep to, too. */
function isAtBound({ boundBps }: Source, { targetBps }: Pick<LinkFigures, "targetBps">): boolean {
  return boundBps !== null && targetBps !== null && targetBps >= boundBps * boundShare;
}

/** Reads what came over the channel of a pair; `null` when it is nothing of this kind. */
export function parseSending(data: unknown): Sending | null {
  const { sound, picture, limit } = readChannelText(data) ?? {};
  return isSendState(sound) && isSendState(picture) && isLimit(limit)
    ? { sound, picture, limit }
    : null;
}

/** `null` when nothing speaks against its being sent. */
function sourceState({ track, isPlaced, isPaused }: Source): SendState | null {
  if (!track) return "off";
  // The page switches it off then, so that it does not come on by itself.
  if (track.muted && track.readyState === "live") return "muted";
  if (!track.enabled) return "off";
  if (track.readyState === "ended") return "ended";
  if (!isPlaced) return "unsent";
  return isPaused ? "paused" : null;
}

function isSendState(value: unknown): value is SendState {
  return sendStates.some((state) => state === value);
}

function isLimit(value: unknown): value is SendLimit {
  return value === "none" || value === "upload" || value === "device";
}
