import type { MediaKind } from "../local-tracks.ts";
import type { LinkFigures } from "./link.ts";
import type { Inbound, Loudness, Outbound, Reading } from "./stats-reading.ts";

/** What a pair carried between two readings of its statistics. */
export function figuresBetween(before: Reading, now: Reading): LinkFigures {
  const seconds = (now.at - before.at) / 1000;
  const kbps = (then: number, later: number) =>
    seconds > 0 ? Math.round((growth(then, later) * 8) / 1000 / seconds) : 0;
  const frames = growth(before.inbound.video?.frames, now.inbound.video?.frames);
  const { video } = now.inbound;
  return {
    path: now.path,
    rttMs: now.rttMs,
    lossPercent: lossBetween(before, now),
    jitterMs: now.inbound.audio?.jitterMs ?? null,
    receivedKbps: kbps(before.receivedBytes, now.receivedBytes),
    sentKbps: kbps(before.sentBytes, now.sentBytes),
    size: frames > 0 && video ? { width: video.width, height: video.height } : null,
    framesPerSecond: seconds > 0 ? Math.round(frames / seconds) : 0,
    arrives: {
      audio: progress("audio", before.inbound.audio, now.inbound.audio) > 0,
      video: frames > 0,
    },
    leaves: {
      audio: progress("audio", before.outbound.audio, now.outbound.audio) > 0,
      video: progress("video", before.outbound.video, now.outbound.video) > 0,
    },
    isCameraMoving: isMoving(before.outbound.video, now.outbound.video),
    limit: now.outbound.video?.limit ?? "none",
    targetBps: now.outbound.video?.targetBps ?? null,
    wayOut: {
      availableBps: now.wayOut.availableBps,
      packets: growth(before.wayOut.packets, now.wayOut.packets),
      lost: growth(before.wayOut.lost, now.wayOut.lost),
    },
    loudness: loudnessBetween(before.loudness, now.loudness),
  };
}

function loudnessBetween(before: Loudness, now: Loudness): number {
  const seconds = growth(before.seconds, now.seconds);
  return seconds > 0 ? Math.sqrt(growth(before.energy, now.energy) / seconds) : 0;
}

/** `null` while there was nothing that could be lost. Packets that come late are taken back (RFC 3550 §6.4.1). */
function lossBetween(before: Reading, now: Reading): number | null {
  const kinds: readonly MediaKind[] = ["audio", "video"];
  const sum = (member: "lost" | "packets") =>
    kinds
      .map((kind) => growth(before.inbound[kind]?.[member], now.inbound[kind]?.[member]))
      .reduce((total, one) => total + one, 0);
  const lost = sum("lost");
  const all = lost + sum("packets");
  return all === 0 ? null : Math.round((lost / all) * 100);
}

/** Of sound the packets, of a picture the frames: packets may go on where no picture does. */
function progress(
  kind: MediaKind,
  before: Inbound | Outbound | null,
  now: Inbound | Outbound | null,
): number {
  const member = kind === "audio" ? "packets" : "frames";
  return growth(before?.[member], now?.[member]);
}

/** Another camera counts anew. */
function isMoving(before: Outbound | null, now: Outbound | null): boolean | null {
  const frames = now?.sourceFrames ?? null;
  return frames === null ? null : frames !== (before?.sourceFrames ?? 0);
}

/** A count that goes back says nothing. */
function growth(before = 0, now = 0): number {
  return Math.max(0, now - before);
}
