import type { LinkPath } from "@lectern/protocol/link-report";
import type { MediaKind } from "../local-tracks.ts";
import type { SendLimit, WayOut } from "./link.ts";

/** Which places of the call are read: those of the microphone and the camera. */
export type Mids = Readonly<Record<MediaKind, string | null>>;

/** What is counted of the peer's sound or picture since the call began. */
export interface Inbound {
  readonly packets: number;
  readonly lost: number;
  readonly jitterMs: number | null;
  /** Decoded pictures. */
  readonly frames: number;
  readonly width: number;
  readonly height: number;
}

/** What is counted of one's own. */
export interface Outbound {
  readonly packets: number;
  /** Encoded pictures. */
  readonly frames: number;
  /** Pictures that the camera gave; `null` where the browser does not say. */
  readonly sourceFrames: number | null;
  readonly limit: SendLimit;
  /** What its encoder was given to fill, in bit/s; `null` where the browser does not say. */
  readonly targetBps: number | null;
}

/** How loud one's own sound was, as W3C WebRTC Statistics, #dom-rtcaudiosourcestats-totalaudioenergy has it. */
export interface Loudness {
  readonly energy: number;
  readonly seconds: number;
}

/** What one `getStats` says of a pair. */
export interface Reading {
  /** ms, by the browser's clock. */
  readonly at: number;
  readonly path: LinkPath | null;
  readonly rttMs: number | null;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  readonly inbound: Readonly<Record<MediaKind, Inbound | null>>;
  readonly outbound: Readonly<Record<MediaKind, Outbound | null>>;
  /** Of all that went out together, screen included, since the call began. */
  readonly wayOut: WayOut;
  readonly loudness: Loudness;
}

type Entry = Readonly<Record<string, unknown>>;

/**
 * Reads a report of `RTCPeerConnection.getStats`.
 *
 * Browsers leave out members that they do not have yet; what is missing reads as
 * `null`, or as 0 where it is a count.
 *
 * @see W3C WebRTC Statistics, #summary
 */
export function readStats(report: ReadonlyMap<string, unknown>, mids: Mids): Reading {
  const entries = [...report.values()].filter(isEntry);
  const pair = selectedPair(entries, report);
  const inbound = (kind: MediaKind) => find(entries, "inbound-rtp", kind, mids);
  const outbound = (kind: MediaKind) => find(entries, "outbound-rtp", kind, mids);
  return {
    at: Math.max(0, ...entries.map((entry) => numberOf(entry, "timestamp") ?? 0)),
    path: pair && pathOf(pair, report),
    rttMs: rttOf(pair, entries),
    receivedBytes: countOf(pair, "bytesReceived"),
    sentBytes: countOf(pair, "bytesSent"),
    inbound: { audio: readInbound(inbound("audio")), video: readInbound(inbound("video")) },
    outbound: {
      audio: readOutbound(outbound("audio"), report),
      video: readOutbound(outbound("video"), report),
    },
    wayOut: {
      availableBps: pair && numberOf(pair, "availableOutgoingBitrate"),
      packets: sumOf(entries, "outbound-rtp", "packetsSent"),
      lost: sumOf(entries, "remote-inbound-rtp", "packetsLost"),
    },
    loudness: readLoudness(report.get(String(outbound("audio")?.["mediaSourceId"]))),
  };
}

function find(
  entries: readonly Entry[],
  type: string,
  kind: MediaKind,
  mids: Mids,
): Entry | undefined {
  return entries.find(
    (entry) =>
      entry["type"] === type &&
      entry["kind"] === kind &&
      (entry["mid"] === undefined || entry["mid"] === mids[kind]),
  );
}

/** Chromium names the pair in its transport; Firefox marks it. */
function selectedPair(
  entries: readonly Entry[],
  report: ReadonlyMap<string, unknown>,
): Entry | null {
  const transport = entries.find(({ type }) => type === "transport");
  const named = report.get(String(transport?.["selectedCandidatePairId"]));
  if (isEntry(named)) return named;
  return (
    entries.find((entry) => entry["type"] === "candidate-pair" && entry["selected"] === true) ??
    null
  );
}

function pathOf(pair: Entry, report: ReadonlyMap<string, unknown>): LinkPath | null {
  const local = report.get(String(pair["localCandidateId"]));
  const remote = report.get(String(pair["remoteCandidateId"]));
  if (!isEntry(local)) return null;
  if (local["candidateType"] !== "relay") {
    return isEntry(remote) && remote["candidateType"] === "relay" ? "relay-peer" : "direct";
  }
  switch (local["relayProtocol"]) {
    case "tcp":
      return "relay-tcp";
    case "tls":
      return "relay-tls";
    default:
      return "relay-udp";
  }
}

/** Of the pair's own checks, else of what the peer reports by RTCP. */
function rttOf(pair: Entry | null, entries: readonly Entry[]): number | null {
  const ofPair = pair && numberOf(pair, "currentRoundTripTime");
  const ofPeer = entries
    .filter(({ type }) => type === "remote-inbound-rtp")
    .flatMap((entry) => numberOf(entry, "roundTripTime") ?? []);
  const seconds = ofPair ?? (ofPeer.length > 0 ? Math.max(...ofPeer) : null);
  return seconds === null ? null : Math.round(seconds * 1000);
}

function readInbound(entry: Entry | undefined): Inbound | null {
  if (!entry) return null;
  const jitter = numberOf(entry, "jitter");
  return {
    packets: countOf(entry, "packetsReceived"),
    lost: countOf(entry, "packetsLost"),
    jitterMs: jitter === null ? null : Math.round(jitter * 1000),
    frames: countOf(entry, "framesDecoded"),
    width: countOf(entry, "frameWidth"),
    height: countOf(entry, "frameHeight"),
  };
}

function readOutbound(
  entry: Entry | undefined,
  report: ReadonlyMap<string, unknown>,
): Outbound | null {
  if (!entry) return null;
  const source = report.get(String(entry["mediaSourceId"]));
  return {
    packets: countOf(entry, "packetsSent"),
    frames: countOf(entry, "framesEncoded"),
    sourceFrames: isEntry(source) ? numberOf(source, "frames") : null,
    limit: limitOf(entry["qualityLimitationReason"]),
    targetBps: numberOf(entry, "targetBitrate"),
  };
}

function readLoudness(source: unknown): Loudness {
  const entry = isEntry(source) ? source : null;
  return {
    energy: countOf(entry, "totalAudioEnergy"),
    seconds: countOf(entry, "totalSamplesDuration"),
  };
}

function limitOf(reason: unknown): SendLimit {
  if (reason === "bandwidth") return "upload";
  return reason === "cpu" ? "device" : "none";
}

function countOf(entry: Entry | null, name: string): number {
  return (entry && numberOf(entry, name)) ?? 0;
}

function sumOf(entries: readonly Entry[], type: string, name: string): number {
  return entries
    .filter((entry) => entry["type"] === type)
    .reduce((sum, entry) => sum + countOf(entry, name), 0);
}

function numberOf(entry: Entry, name: string): number | null {
  const value = entry[name];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function isEntry(value: unknown): value is Entry {
  return typeof value === "object" && value !== null;
}
