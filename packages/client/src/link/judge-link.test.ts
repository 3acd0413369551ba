import { describe, expect, test } from "vitest";
import { judgeLink, type LinkFacts } from "./judge-link.ts";
import type { LinkFigures } from "./link.ts";
import type { Sending } from "./sending.ts";

const figures: LinkFigures = {
  path: "direct",
  rttMs: 20,
  lossPercent: 0,
  jitterMs: 3,
  receivedKbps: 500,
  sentKbps: 500,
  size: { width: 320, height: 240 },
  framesPerSecond: 10,
  arrives: { audio: true, video: true },
  leaves: { audio: true, video: true },
  isCameraMoving: true,
  limit: "none",
  targetBps: null,
  wayOut: { availableBps: null, packets: 0, lost: 0 },
  loudness: 0,
};
const sending: Sending = { sound: "flowing", picture: "flowing", limit: "none" };
const facts: LinkFacts = {
  pair: "connected",
  mending: null,
  wasUp: true,
  downMs: 0,
  figures,
  silentMs: { audio: 0, video: 0 },
  isOn: { audio: true, video: true },
  sending,
  isDownloadFull: false,
};

describe("judgeLink() of a pair that is not up", () => {
  test.each([
    [{ pair: "connecting", wasUp: false, downMs: 7_999 }, "connecting"],
    [{ pair: "connecting", wasUp: false, downMs: 8_000 }, "unreachable"],
    [{ pair: "disconnected", downMs: 1_000 }, "mending"],
    [{ pair: "failed", downMs: 19_999, mending: "trying-relay" }, "mending"],
    [{ pair: "failed", downMs: 20_000, mending: "trying-relay" }, "unreachable"],
    [{ pair: "failed", downMs: 5_000, mending: "waiting" }, "unreachable"],
    [{ pair: "connecting", wasUp: false, mending: "rebuilding" }, "mending"],
    [{ pair: "connecting", wasUp: false, mending: "rebuilding", downMs: 8_000 }, "unreachable"],
    [{ pair: "refused", downMs: 0 }, "unreachable"],
  ] as const)("%j -> %s", (changes, cause) => {
    expect(judgeLink({ ...facts, ...changes })).toEqual({
      quality: "bad",
      cause,
      sound: "unknown",
      picture: "unknown",
      figures: null,
    });
  });
});

describe("judgeLink() of a pair that is up", () => {
  test("says nothing before there is something to compare", () => {
    expect(judgeLink({ ...facts, figures: null })).toBeNull();
  });

  test("all well: good, without a cause", () => {
    expect(judgeLink(facts)).toMatchObject({
      quality: "good",
      cause: null,
      sound: "flowing",
      picture: "flowing",
    });
  });

  test.each<readonly [string, Partial<LinkFacts>, string, string]>([
    ["sent, and does not arrive", silent(), "lost", "bad"],
    ["not here, and the peer may not have noticed", silent(1_499), "flowing", "good"],
    ["not sent, says the peer", { ...silent(), ...told({ sound: "unsent" }) }, "unsent", "bad"],
    ["off, says the mark", { ...silent(), isOn: { audio: false, video: true } }, "off", "good"],
    ["ended, says the peer", { ...silent(), ...told({ sound: "ended" }) }, "ended", "good"],
    ["muted, though packets come", told({ sound: "muted" }), "muted", "good"],
    ["on, and the peer says no more", { ...silent(), sending: null }, "lost", "bad"],
    [
      "a client that says nothing",
      { ...silent(), sending: null, isOn: { audio: null, video: null } },
      "unknown",
      "good",
    ],
  ])("sound: %s", (_, changes, sound, quality) => {
    expect(judgeLink({ ...facts, ...changes })).toMatchObject({ sound, quality });
  });

  test("somebody who is not seen makes a pair poor, a sound that is bad keeps it bad", () => {
    const frozen = told({ picture: "frozen" });
    expect(judgeLink({ ...facts, ...frozen })).toMatchObject({
      quality: "poor",
      picture: "frozen",
    });
    const worse = { ...facts, ...frozen, figures: { ...figures, lossPercent: 30 } };
    expect(judgeLink(worse)).toMatchObject({ quality: "bad", cause: "loss" });
  });

  test.each<readonly [string, Partial<LinkFacts>, string, string]>([
    ["loss", lossy(), "poor", "loss"],
    [
      "loss, the peer's upload full",
      { ...lossy(), ...told({ limit: "upload" }) },
      "poor",
      "upload",
    ],
    ["loss from nearly everybody", { ...lossy(), isDownloadFull: true }, "poor", "download"],
    ["the peer's upload full, nothing lost", told({ limit: "upload" }), "fair", "upload"],
    ["the peer's device busy", told({ limit: "device" }), "fair", "device"],
    ["loss over TCP", overTcp({ lossPercent: 8 }), "poor", "loss"],
    ["late over UDP", { figures: { ...figures, rttMs: 700 } }, "poor", "delay"],
    ["late over TCP", overTcp({ rttMs: 700 }), "poor", "relay-tcp"],
    ["uneven over TLS", overTcp({ path: "relay-tls", jitterMs: 70 }), "fair", "relay-tcp"],
  ])("%s", (_, changes, quality, cause) => {
    expect(judgeLink({ ...facts, ...changes })).toMatchObject({ quality, cause });
  });

  test("over TCP and well: good, and nothing is said", () => {
    const link = judgeLink({ ...facts, figures: { ...figures, path: "relay-tcp" } });
    expect(link).toMatchObject({ quality: "good", cause: null });
  });
});

function silent(audioMs = 1_500): Partial<LinkFacts> {
  return {
    figures: { ...figures, arrives: { audio: false, video: true } },
    silentMs: { audio: audioMs, video: 0 },
  };
}

function lossy(): Partial<LinkFacts> {
  return { figures: { ...figures, lossPercent: 8 } };
}

function overTcp(changes: Partial<LinkFigures>): Partial<LinkFacts> {
  return { figures: { ...figures, path: "relay-tcp", ...changes } };
}

function told(changes: Partial<Sending>): Partial<LinkFacts> {
  return { sending: { ...sending, ...changes } };
}
