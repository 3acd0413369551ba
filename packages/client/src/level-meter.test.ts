import { expect, test } from "vitest";
import { createLevelMeter } from "./level-meter.ts";
import { asStream, FakeStream, FakeTrack } from "./testing/fake-media.ts";

test("level() is how loud the stream is", () => {
  const { context } = contextHearing(0.125);
  const meter = createLevelMeter(asStream(new FakeStream([new FakeTrack("audio")])), context);
  expect(meter.level()).toBeCloseTo(0.5);
});

test("a stream without sound is silent, and nothing is opened for it", () => {
  const { context, opened } = contextHearing(0.5);
  const meter = createLevelMeter(asStream(new FakeStream([new FakeTrack("video")])), context);
  expect(meter.level()).toBe(0);
  expect(opened).toEqual([]);
});

test("close() lets the stream go, and may be called twice", () => {
  const { context, opened } = contextHearing(0.5);
  const meter = createLevelMeter(asStream(new FakeStream([new FakeTrack("audio")])), context);
  meter.close();
  meter.close();
  expect(opened).toEqual(["source", "disconnect", "disconnect"]);
});

/** An audio context in which every stream sounds with one amplitude. */
function contextHearing(amplitude: number) {
  const opened: string[] = [];
  const analyser = {
    fftSize: 2048,
    getFloatTimeDomainData: (samples: Float32Array) => samples.fill(amplitude),
  };
  const source = { connect: () => {}, disconnect: () => opened.push("disconnect") };
  const context = {
    createAnalyser: () => analyser,
    createMediaStreamSource: () => {
      opened.push("source");
      return source;
    },
  };
  return { context: context as unknown as AudioContext, opened };
}
