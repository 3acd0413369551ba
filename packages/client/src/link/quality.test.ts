import { describe, expect, test } from "vitest";
import { gradeOf, isDownloadFull } from "./quality.ts";

const fine = {
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
} as const;

describe("gradeOf()", () => {
  test.each([
    ["rttMs", 300, "good"],
    ["rttMs", 301, "fair"],
    ["rttMs", 601, "poor"],
    ["rttMs", 801, "bad"],
    ["lossPercent", 1, "good"],
    ["lossPercent", 2, "fair"],
    ["lossPercent", 4, "poor"],
    ["lossPercent", 11, "bad"],
    ["jitterMs", 50, "good"],
    ["jitterMs", 51, "fair"],
    ["jitterMs", 101, "poor"],
    ["jitterMs", 201, "bad"],
    ["rttMs", null, "good"],
  ] as const)("%s of %s is %s", (name, value, quality) => {
    expect(gradeOf({ ...fine, [name]: value }).quality).toBe(quality);
  });

  test("names the worst", () => {
    const figures = { ...fine, rttMs: 400, lossPercent: 5, jitterMs: 60 };
    expect(gradeOf(figures)).toEqual({ quality: "poor", cause: "loss" });
    expect(gradeOf({ ...figures, rttMs: 900 })).toEqual({ quality: "bad", cause: "delay" });
    expect(gradeOf(fine)).toEqual({ quality: "good", cause: null });
  });
});

describe("isDownloadFull()", () => {
  test.each([
    [[5, 0, 0], false],
    [[5, 5, 0, 0], false],
    [[5, 5, 0], true],
    [[5], false],
    [[5, 5, null], true],
    [[], false],
  ])("of pairs that lose %j percent: %s", (losses, isFull) => {
    expect(isDownloadFull(losses.map((lossPercent) => ({ lossPercent })))).toBe(isFull);
  });
});
