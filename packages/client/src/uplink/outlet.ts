import type { Rank, Stream } from "./allocate.ts";
import type { PictureFormat } from "./gauge.ts";
import { type Picture, pictureFor, shrinkTo } from "./picture.ts";
import type { Encoding } from "./sender-tuner.ts";
import type { Views } from "./views.ts";

/** What may go out to one other. */
export type OutletKind = "microphone" | "camera" | "screen-sound" | "screen";

export interface Outlet {
  readonly kind: OutletKind;
  readonly sender: RTCRtpSender;
}

/** All by which it is decided how something is sent to somebody. */
export interface Setting {
  readonly isTeacher: boolean;
  readonly isSpeaking: boolean;
  /** Whether one's own camera is on: a picture that is black costs nothing. */
  readonly isCameraOn: boolean;
  readonly isForTeacher: boolean;
  /** Whether pictures of students are small ones. */
  readonly isCrowded: boolean;
  /** Whether pictures go to and from teachers alone. */
  readonly isSaving: boolean;
  /** At which size the other shows what arrives. */
  readonly views: Views;
}

/** What an outlet can make use of. */
export interface Demand extends Stream {
  /** `null` for sound. */
  readonly picture: Picture | null;
}

/**
 * Opus at 32 kbit/s, in 50 packets a second with 60 bytes of headers each (IP, UDP,
 * SRTP, extensions). What a screen is heard with is stereo, at twice the rate.
 */
const soundBps = { microphone: 56_000, "screen-sound": 88_000 } as const;

export function demandOf(kind: OutletKind, source: PictureFormat, setting: Setting): Demand {
  if (kind === "microphone" || kind === "screen-sound") {
    return { rank: "sound", wantedBps: soundBps[kind], picture: null };
  }
  const { isTeacher, isForTeacher, isCrowded, isSaving, isCameraOn, views } = setting;
  const isCamera = kind === "camera";
  const isLeftOut = isCamera && isSaving && !isTeacher && !isForTeacher;
  const picture = pictureFor(source, {
    view: isLeftOut ? null : views[kind],
    isThumbnail: isCamera && (!isCameraOn || (isCrowded && !isTeacher)),
  });
  const rank = isCamera ? cameraRank(setting) : "screen";
  return { rank, wantedBps: picture.wantedBps, picture };
}

/** How something is sent that has got its share. */
export function encodingFor({ rank, picture }: Demand, shareBps: number): Encoding {
  if (picture === null) return { active: true, priority: "high" };
  if (shareBps === 0) return { active: false, priority: priorityOf(rank) };
  return {
    active: true,
    priority: priorityOf(rank),
    maxBitrate: steady(shareBps),
    maxFramerate: picture.framesPerSecond,
    scaleResolutionDownBy: shrinkTo(shareBps, picture),
  };
}

function cameraRank({ isTeacher, isSpeaking, isForTeacher }: Setting): Rank {
  if (isTeacher) return "teacher";
  if (isSpeaking) return "speaker";
  return isForTeacher ? "for-teacher" : "rest";
}

function priorityOf(rank: Rank): RTCPriorityType {
  if (rank === "teacher" || rank === "screen") return "medium";
  return rank === "speaker" ? "low" : "very-low";
}

/** Down to steps of a tenth, so that a sender is not told something else every second. */
function steady(bps: number): number {
  return Math.floor(1.1 ** Math.floor(Math.log(bps) / Math.log(1.1)));
}
