import type { Arrival, LinkCause, LinkPath, LinkQuality } from "@lectern/protocol/link-report";

/** What a pair carries, measured over the last seconds; `null` where the browser does not say. */
export interface LinkFigures {
  readonly path: LinkPath | null;
  /** To the peer and back. */
  readonly rttMs: number | null;
  /** Of the peer's sound and picture, in percent. */
  readonly lossPercent: number | null;
  /** Of the peer's sound (RFC 3550 §6.4.1). */
  readonly jitterMs: number | null;
  readonly receivedKbps: number;
  readonly sentKbps: number;
  /** Of the picture that arrives; `null` while none does. */
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly framesPerSecond: number;
  /** Whether anything of the peer's sound and picture came. */
  readonly arrives: { readonly audio: boolean; readonly video: boolean };
  /** Whether anything of one's own went out. */
  readonly leaves: { readonly audio: boolean; readonly video: boolean };
  /** Whether one's own camera gave new pictures; `null` where the browser does not say. */
  readonly isCameraMoving: boolean | null;
  /** What holds one's own picture down (W3C WebRTC Statistics, `qualityLimitationReason`). */
  readonly limit: SendLimit;
  /** What the encoder of one's own picture was given to fill, in bit/s; `null` where the browser does not say. */
  readonly targetBps: number | null;
  readonly wayOut: WayOut;
  /** Root mean square of one's own sound, from 0 to 1. */
  readonly loudness: number;
}

/** What the pair showed of one's own uplink. */
export interface WayOut {
  /** What its congestion control finds, in bit/s; `null` where the browser does not say. */
  readonly availableBps: number | null;
  /** Packets that were sent, and those of them that the peer says it missed. */
  readonly packets: number;
  readonly lost: number;
}

export type SendLimit = "none" | "upload" | "device";

/** How the pair with somebody does, as oneself sees it. */
export interface Link {
  readonly quality: LinkQuality;
  /** What keeps it from being good. */
  readonly cause: LinkCause | null;
  /** What becomes of the peer's sound and picture on their way here. */
  readonly sound: Arrival;
  readonly picture: Arrival;
  /** `null` while the pair is not up. */
  readonly figures: LinkFigures | null;
}
