import { describe, expect, test } from "vitest";
import { figuresBetween } from "./figures-between.ts";
import type { Inbound, Outbound, Reading } from "./stats-reading.ts";

const sound: Inbound = { packets: 100, lost: 0, jitterMs: 4, frames: 0, width: 0, height: 0 };
const picture: Inbound = { ...sound, frames: 60, width: 320, height: 240 };
const out: Outbound = {
  packets: 100,
  frames: 60,
  sourceFrames: null,
  limit: "none",
  targetBps: null,
};
const start: Reading = {
  at: 10_000,
  path: "direct",
  rttMs: 20,
  receivedBytes: 0,
  sentBytes: 0,
  inbound: { audio: sound, video: picture },
  outbound: { audio: out, video: out },
  wayOut: { availableBps: null, packets: 0, lost: 0 },
  loudness: { energy: 0, seconds: 0 },
};

describe("figuresBetween()", () => {
  test("gives rates a second, of what came in the time between", () => {
    const figures = figuresBetween(start, {
      ...after({ sound: { packets: 200 }, picture: { packets: 150, frames: 90 } }),
      receivedBytes: 100_000,
      sentBytes: 25_000,
    });
    expect(figures).toMatchObject({
      receivedKbps: 400,
      sentKbps: 100,
      framesPerSecond: 15,
      size: { width: 320, height: 240 },
      arrives: { audio: true, video: true },
      lossPercent: 0,
    });
  });

  test("takes loss over sound and picture together, of what was sent in that time", () => {
    const now = after({ sound: { packets: 195, lost: 5 }, picture: { packets: 195, lost: 5 } });
    expect(figuresBetween(start, now).lossPercent).toBe(5);
  });

  test("takes packets that came late for no gain", () => {
    const before = after({ sound: { lost: 9 } }, start.at);
    expect(figuresBetween(before, after({ sound: { packets: 200, lost: 4 } })).lossPercent).toBe(0);
  });

  test("knows no loss where nothing came", () => {
    expect(figuresBetween(start, after({})).lossPercent).toBeNull();
  });

  test("takes a picture for absent that has packets and no frames", () => {
    const { arrives, size } = figuresBetween(start, after({ picture: { packets: 300 } }));
    expect([arrives.video, size]).toEqual([false, null]);
  });

  test("takes one's own for sent when the sound has packets and the picture has frames", () => {
    const sends = (audio: Partial<Outbound>, video: Partial<Outbound>) => {
      const outbound = { audio: { ...out, ...audio }, video: { ...out, ...video } };
      return figuresBetween(start, { ...after({}), outbound }).leaves;
    };
    expect(sends({ packets: 101 }, { packets: 200 })).toEqual({ audio: true, video: false });
    expect(sends({}, { frames: 61 })).toEqual({ audio: false, video: true });
  });

  test("gives what went out and was missed, and how loud it was, in that time alone", () => {
    const before = {
      ...start,
      wayOut: { availableBps: 1, packets: 100, lost: 4 },
      loudness: { energy: 1, seconds: 20 },
    };
    const now = {
      ...after({}),
      wayOut: { availableBps: 900_000, packets: 150, lost: 5 },
      loudness: { energy: 1.18, seconds: 22 },
    };
    const { wayOut, loudness } = figuresBetween(before, now);
    expect(wayOut).toEqual({ availableBps: 900_000, packets: 50, lost: 1 });
    expect(loudness).toBeCloseTo(0.3);
  });

  test.each([
    [60, 80, true],
    [60, 60, false],
    [60, 5, true],
    [null, null, null],
  ])("a camera that gave %s pictures and then %s moves: %s", (then, later, isMoving) => {
    const of = (sourceFrames: number | null) => ({ audio: out, video: { ...out, sourceFrames } });
    const now = { ...after({}), outbound: of(later) };
    const before = { ...start, outbound: of(then) };
    expect(figuresBetween(before, now).isCameraMoving).toBe(isMoving);
  });

  test("begins with a place that is new", () => {
    const before = { ...start, inbound: { audio: null, video: null } };
    expect(figuresBetween(before, after({})).arrives).toEqual({ audio: true, video: true });
  });
});

/** Two seconds later. */
function after(
  changes: { readonly sound?: Partial<Inbound>; readonly picture?: Partial<Inbound> },
  at = start.at + 2_000,
): Reading {
  const audio = { ...sound, ...changes.sound };
  const video = { ...picture, ...changes.picture };
  return { ...start, at, inbound: { audio, video } };
}
