import { describe, expect, test } from "vitest";
import { demandOf, encodingFor, type OutletKind, type Setting } from "./outlet.ts";

const format = { width: 640, height: 480, framesPerSecond: 30 };
const setting: Setting = {
  isTeacher: false,
  isSpeaking: false,
  isCameraOn: true,
  isForTeacher: false,
  isCrowded: false,
  isSaving: false,
  views: {},
};
const small = { camera: { width: 160, height: 120 }, screen: null };

describe("demandOf()", () => {
  test.each<readonly [OutletKind, Partial<Setting>, string]>([
    ["microphone", {}, "sound"],
    ["screen-sound", { isTeacher: true }, "sound"],
    ["camera", { isTeacher: true }, "teacher"],
    ["screen", { isTeacher: true }, "screen"],
    ["camera", { isSpeaking: true, isForTeacher: true }, "speaker"],
    ["camera", { isForTeacher: true }, "for-teacher"],
    ["camera", {}, "rest"],
  ])("%s of %j is of rank %s", (kind, changes, rank) => {
    expect(demandOf(kind, format, { ...setting, ...changes }).rank).toBe(rank);
  });

  test.each<readonly [string, OutletKind, Partial<Setting>]>([
    ["a camera that is not shown", "camera", { views: { camera: null, screen: null } }],
    ["a screen that is not shown", "screen", { views: small }],
    ["a camera between students who save", "camera", { isSaving: true }],
  ])("%s wants nothing", (_, kind, changes) => {
    expect(demandOf(kind, format, { ...setting, ...changes }).wantedBps).toBe(0);
  });

  test.each<readonly [string, OutletKind, Partial<Setting>, number]>([
    ["a student's camera in a crowd is small", "camera", { isCrowded: true }, 10],
    ["a teacher's camera in a crowd is not", "camera", { isCrowded: true, isTeacher: true }, 30],
    ["a screen in a crowd is not", "screen", { isCrowded: true }, 30],
    ["a camera that is off is small", "camera", { isCameraOn: false, isTeacher: true }, 10],
    [
      "a camera for a teacher who saves goes on",
      "camera",
      { isSaving: true, isForTeacher: true },
      30,
    ],
    [
      "a teacher's camera goes on when they save",
      "camera",
      { isSaving: true, isTeacher: true },
      30,
    ],
  ])("%s", (_, kind, changes, framesPerSecond) => {
    const { picture, wantedBps } = demandOf(kind, format, { ...setting, ...changes });
    expect(picture?.framesPerSecond).toBe(framesPerSecond);
    expect(wantedBps).toBeGreaterThan(0);
  });
});

describe("encodingFor()", () => {
  test("sends sound before all else", () => {
    const demand = demandOf("microphone", format, setting);
    expect(encodingFor(demand, demand.wantedBps)).toEqual({ active: true, priority: "high" });
  });

  test("stops a picture without a share", () => {
    const demand = demandOf("camera", format, setting);
    expect(encodingFor(demand, 0)).toMatchObject({ active: false });
  });

  test("sends a picture as small as it is seen, with no more than its share", () => {
    const demand = demandOf("camera", format, { ...setting, views: small });
    const { maxBitrate, ...encoding } = encodingFor(demand, demand.wantedBps);
    expect(encoding).toEqual({
      active: true,
      priority: "very-low",
      maxFramerate: 30,
      scaleResolutionDownBy: 4,
    });
    expect(maxBitrate).toBeLessThanOrEqual(demand.wantedBps);
    expect(maxBitrate).toBeGreaterThan(demand.wantedBps * 0.9);
  });

  test("says the same of shares that hardly differ", () => {
    const demand = demandOf("camera", format, setting);
    expect(encodingFor(demand, 400_000)).toEqual(encodingFor(demand, 402_000));
  });
});
