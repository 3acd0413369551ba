import { participantId } from "./common-fields.ts";
import { choice, type Field, integer, optional } from "./field.ts";
import type { ParticipantId } from "./ids.ts";
import { objectOf, shape } from "./shape.ts";

/** How well a pair does, the best first. */
export const linkQualities = ["good", "fair", "poor", "bad"] as const;

/** What becomes of a peer's sound or picture on its way to who reports. */
export const arrivals = [
  "flowing",
  /** Its sender has it off, or has none. */
  "off",
  /** The device has ended it: unplugged, or its permission was taken away. */
  "ended",
  /** The system holds it back: a privacy switch, a phone call. */
  "muted",
  /** The camera gives no new pictures. */
  "frozen",
  /** It is on, but its sender does not send it over this pair. */
  "unsent",
  /** Its sender holds it back for a while, to save the upload or because nobody looks. */
  "paused",
  /** It is sent, and does not arrive. */
  "lost",
  /** Nothing is known of it. */
  "unknown",
] as const;

/** What keeps a pair from being good. */
export const linkCauses = [
  "connecting",
  "mending",
  /** No way from one to the other was found. */
  "unreachable",
  /** The upload of the peer is full. */
  "upload",
  /** The peer's device is too busy. */
  "device",
  /** The download of who reports is full. */
  "download",
  "loss",
  "delay",
  "jitter",
  /** The relay is reached over TCP, where one lost packet holds up the rest. */
  "relay-tcp",
] as const;

/** The way of a pair's media: direct, by a relay of who reports and over which protocol, or by the peer's relay. */
export const linkPaths = ["direct", "relay-udp", "relay-tcp", "relay-tls", "relay-peer"] as const;

export type LinkQuality = (typeof linkQualities)[number];
export type Arrival = (typeof arrivals)[number];
export type LinkCause = (typeof linkCauses)[number];
export type LinkPath = (typeof linkPaths)[number];

/** One pair, as one of its two ends sees it: neither names nor addresses. */
export interface LinkReport {
  readonly peer: ParticipantId;
  readonly quality: LinkQuality;
  readonly sound: Arrival;
  readonly picture: Arrival;
  readonly cause?: LinkCause;
  readonly path?: LinkPath;
  /** To the peer and back, in ms. */
  readonly rttMs?: number;
  /** Of what the peer sends. */
  readonly lossPercent?: number;
}

export const linkReport: Field<LinkReport> = objectOf(
  "a report on a pair { peer, quality, sound, picture }",
  shape({
    peer: participantId,
    quality: choice(...linkQualities),
    sound: choice(...arrivals),
    picture: choice(...arrivals),
    cause: optional(choice(...linkCauses)),
    path: optional(choice(...linkPaths)),
    rttMs: optional(integer("ms from 0 to 60000", 0, 60_000)),
    lossPercent: optional(integer("a whole number from 0 to 100", 0, 100)),
  }),
);
