import { describe, expect, test } from "vitest";
import { figuresBetween } from "./figures-between.ts";
import { type Mids, readStats } from "./stats-reading.ts";
import chromium from "./testing/chromium-stats.json" with { type: "json" };
import firefox from "./testing/firefox-stats.json" with { type: "json" };

/**
 * Both were recorded from a call of two peer connections in a page, at the one end:
 * twice, two seconds apart, while sound and picture went both ways; and twice when the
 * other end had stopped to send sound and this one had stopped to send a picture.
 */
const recordings = [
  ["Chromium", chromium, { goesOnBlack: false, isCameraMoving: true }],
  // Where it has no track it sends a black picture a second, and of a camera it says nothing.
  ["Firefox", firefox, { goesOnBlack: true, isCameraMoving: null }],
] as const;

describe.each(recordings)(
  "the statistics of %s",
  (_, { mids, reports }, { goesOnBlack, isCameraMoving }) => {
    const readings = reports.map((report) => readStats(mapOf(report), mids));
    const [first, second, third, fourth] = readings;
    if (!first || !second || !third || !fourth) throw new RangeError("Cannot find four reports");

    test("are read whole", () => {
      expect(second).toMatchObject({
        path: "direct",
        rttMs: expect.any(Number),
        inbound: {
          audio: { packets: expect.any(Number), lost: 0, jitterMs: expect.any(Number) },
          video: { frames: expect.any(Number), width: 320, height: 240 },
        },
        outbound: { audio: { limit: "none" }, video: { limit: "none" } },
      });
      expect(second.at - first.at).toBeGreaterThan(1_900);
      expect(second.at - first.at).toBeLessThan(2_300);
    });

    test("show what flows", () => {
      const figures = figuresBetween(first, second);
      expect(figures).toMatchObject({
        lossPercent: 0,
        size: { width: 320, height: 240 },
        arrives: { audio: true, video: true },
        leaves: { audio: true, video: true },
        isCameraMoving,
      });
      expect(figures.receivedKbps).toBeGreaterThan(50);
      expect(figures.sentKbps).toBeGreaterThan(50);
      expect(figures.framesPerSecond).toBeGreaterThan(5);
    });

    test("show what does not flow any more", () => {
      expect(figuresBetween(third, fourth)).toMatchObject({
        arrives: { audio: false, video: true },
        leaves: { audio: true, video: goesOnBlack },
      });
    });
  },
);

describe("readStats()", () => {
  test.each([
    ["host", undefined, "host", "direct"],
    ["relay", "udp", "host", "relay-udp"],
    ["relay", "tcp", "relay", "relay-tcp"],
    ["relay", "tls", "srflx", "relay-tls"],
    ["srflx", undefined, "relay", "relay-peer"],
  ])("from a %s candidate over %s to a %s candidate: %s", (local, relayProtocol, remote, path) => {
    const report = mapOf([
      {
        id: "p",
        type: "candidate-pair",
        selected: true,
        localCandidateId: "l",
        remoteCandidateId: "r",
      },
      { id: "l", type: "local-candidate", candidateType: local, relayProtocol },
      { id: "r", type: "remote-candidate", candidateType: remote },
    ]);
    expect(readStats(report, noMids).path).toBe(path);
  });

  test.each([
    ["bandwidth", "upload"],
    ["cpu", "device"],
    ["none", "none"],
    ["other", "none"],
  ])("a picture limited by %s: %s", (qualityLimitationReason, limit) => {
    const entry = { id: "o", type: "outbound-rtp", kind: "video", qualityLimitationReason };
    expect(readStats(mapOf([entry]), noMids).outbound.video?.limit).toBe(limit);
  });

  test("takes the places of the camera and not those of a screen", () => {
    const of = (mid: string, framesDecoded: number) => ({
      id: mid,
      type: "inbound-rtp",
      kind: "video",
      mid,
      framesDecoded,
    });
    const report = mapOf([of("2", 500), of("1", 70)]);
    expect(readStats(report, { audio: "0", video: "1" }).inbound.video?.frames).toBe(70);
  });

  test("knows nothing of an empty report", () => {
    expect(readStats(new Map(), noMids)).toEqual({
      at: 0,
      path: null,
      rttMs: null,
      receivedBytes: 0,
      sentBytes: 0,
      inbound: { audio: null, video: null },
      outbound: { audio: null, video: null },
      wayOut: { availableBps: null, packets: 0, lost: 0 },
      loudness: { energy: 0, seconds: 0 },
    });
  });

  test("sums up what goes out, of the screen too, and what of it the peer missed", () => {
    const report = mapOf([
      { id: "t", type: "transport", selectedCandidatePairId: "p" },
      { id: "p", type: "candidate-pair", availableOutgoingBitrate: 750_000 },
      { id: "a", type: "outbound-rtp", kind: "audio", packetsSent: 50 },
      { id: "s", type: "outbound-rtp", kind: "video", mid: "3", packetsSent: 30 },
      { id: "ra", type: "remote-inbound-rtp", kind: "audio", packetsLost: 2 },
      { id: "rs", type: "remote-inbound-rtp", kind: "video", packetsLost: 1 },
    ]);
    expect(readStats(report, noMids).wayOut).toEqual({
      availableBps: 750_000,
      packets: 80,
      lost: 3,
    });
  });

  test("reads how loud the microphone is, not the screen", () => {
    const source = { type: "media-source", kind: "audio", totalSamplesDuration: 2 };
    const report = mapOf([
      { id: "o", type: "outbound-rtp", kind: "audio", mid: "0", mediaSourceId: "m" },
      { id: "s", ...source, totalAudioEnergy: 0.9 },
      { id: "m", ...source, totalAudioEnergy: 0.5 },
    ]);
    expect(readStats(report, { audio: "0", video: "1" }).loudness).toEqual({
      energy: 0.5,
      seconds: 2,
    });
  });
});

const noMids: Mids = { audio: null, video: null };

function mapOf(
  entries: readonly (Readonly<Record<string, unknown>> & { readonly id: string })[],
): ReadonlyMap<string, unknown> {
  return new Map(entries.map((entry) => [entry.id, entry]));
}
