import { type MediaKind, placeOf, trackOf } from "../local-tracks.ts";
import type { MendingProgress } from "../state.ts";
import { figuresBetween } from "./figures-between.ts";
import { type Flow, flowAfter, noFlow } from "./flow.ts";
import { judgeLink, type LinkFacts } from "./judge-link.ts";
import type { Link, LinkFigures } from "./link.ts";
import { type Sending, type Source, sendingOf, type UplinkFacts } from "./sending.ts";
import { type Reading, readStats } from "./stats-reading.ts";

/** What came and went is compared over this time, in ms: the pauses of a sound that is silent are shorter. */
const windowMs = 2_000;
/** Readings are not quite even. */
const slackMs = 500;

export interface PairLinkOptions {
  readonly connection: RTCPeerConnection;
  readonly localStream: MediaStream;
  /** ms since the epoch. */
  readonly now: () => number;
  /** What oneself sends has changed. */
  readonly onSending: (sending: Sending) => void;
  /** Nothing has come in since the last measurement, though something had. */
  readonly onStill: () => void;
}

type Judged = Pick<LinkFacts, "pair" | "isOn" | "isDownloadFull"> & {
  readonly mending: MendingProgress | null;
};

/** Measures one pair and judges it. */
export class PairLink {
  readonly #options: PairLinkOptions;
  /** The oldest first. */
  #readings: readonly Reading[] = [];
  #sending: Sending | null = null;
  #told: Sending | null = null;
  #link: Link | null = null;
  #figures: LinkFigures | null = null;
  /** Since when nothing of each comes; `null` while it does. */
  #silentSince: Readonly<Record<MediaKind, number | null>> = { audio: null, video: null };
  #flow: Flow = noFlow;
  #wasUp = false;
  #downSince: number;

  constructor(options: PairLinkOptions) {
    this.#options = options;
    this.#downSince = options.now();
  }

  get link(): Link | null {
    return this.#link;
  }

  get figures(): LinkFigures | null {
    return this.#figures;
  }

  /** Whether nothing comes in, though something had. */
  get isStill(): boolean {
    return this.#flow.state === "still";
  }

  /** The peer says what it sends. */
  tell(sending: Sending): void {
    this.#told = sending;
  }

  /** Reads the statistics once; those of a connection that is gone say nothing. */
  async measure(uplink: UplinkFacts): Promise<void> {
    const { connection } = this.#options;
    const places = { audio: placeOf(connection, "audio"), video: placeOf(connection, "video") };
    const mids = { audio: places.audio?.mid ?? null, video: places.video?.mid ?? null };
    const report = await connection.getStats().catch(() => null);
    if (!report) return;
    const reading = readStats(report, mids);
    this.#figures = this.#compare(reading);
    this.#follow(reading.receivedBytes);
    if (this.#figures) this.#saySending(sendingOf(this.#sources(places), this.#figures, uplink));
  }

  judge({ pair, mending, isOn, isDownloadFull }: Judged): void {
    const now = this.#options.now();
    if (pair === "connected") {
      this.#wasUp = true;
      this.#downSince = now;
    } else {
      // What was measured before a break says nothing about what comes after it.
      this.#readings = [];
      this.#figures = null;
    }
    this.#link = judgeLink({
      pair,
      mending: mending?.step ?? null,
      wasUp: this.#wasUp,
      // The trouble may be older than this peer connection.
      downMs: now - Math.min(this.#downSince, mending?.since ?? now),
      figures: this.#figures,
      silentMs: this.#silentMs(now),
      isOn,
      sending: this.#told,
      isDownloadFull,
    });
  }

  #silentMs(now: number): LinkFacts["silentMs"] {
    const figures = this.#figures;
    const since = (kind: MediaKind) =>
      figures === null || figures.arrives[kind] ? null : (this.#silentSince[kind] ?? now);
    this.#silentSince = { audio: since("audio"), video: since("video") };
    const { audio, video } = this.#silentSince;
    return { audio: now - (audio ?? now), video: now - (video ?? now) };
  }

  #follow(bytes: number): void {
    const wasStill = this.isStill;
    this.#flow = flowAfter(this.#flow, bytes);
    if (this.isStill && !wasStill) this.#options.onStill();
  }

  #compare(reading: Reading): LinkFigures | null {
    const recent = this.#readings.filter(({ at }) => at >= reading.at - windowMs - slackMs);
    this.#readings = [...recent, reading];
    const [oldest] = recent;
    if (!oldest || reading.at - oldest.at < windowMs - slackMs) return null;
    return figuresBetween(oldest, reading);
  }

  #sources(places: Places): Readonly<Record<MediaKind, Source>> {
    const { localStream } = this.#options;
    return {
      audio: sourceOf(localStream, "audio", places.audio),
      video: sourceOf(localStream, "video", places.video),
    };
  }

  #saySending(sending: Sending): void {
    if (isSame(sending, this.#sending)) return;
    this.#sending = sending;
    this.#options.onSending(sending);
  }
}

type Places = Readonly<Record<MediaKind, RTCRtpTransceiver | null>>;

function sourceOf(stream: MediaStream, kind: MediaKind, place: RTCRtpTransceiver | null): Source {
  const encodings = place?.sender.getParameters().encodings ?? [];
  const direction = place?.currentDirection;
  return {
    track: trackOf(stream, kind),
    isPlaced: place?.sender.track != null && (direction === "sendrecv" || direction === "sendonly"),
    isPaused: encodings.length > 0 && encodings.every(({ active }) => active === false),
    boundBps: encodings[0]?.maxBitrate ?? null,
  };
}

function isSame(one: Sending, other: Sending | null): boolean {
  return one.sound === other?.sound && one.picture === other.picture && one.limit === other.limit;
}
