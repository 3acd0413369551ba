import { describe, expect, test } from "vitest";
import { parseSending, type Source, sendingOf } from "./sending.ts";

const live = { enabled: true, muted: false, readyState: "live" } as const;
const source: Source = { track: live, isPlaced: true, isPaused: false, boundBps: null };
const uplink = { isUplinkShort: false };
const going = {
  leaves: { audio: true, video: true },
  isCameraMoving: null,
  limit: "none",
  targetBps: null,
} as const;
const stuck = { ...going, leaves: { audio: false, video: false } };

describe("sendingOf()", () => {
  test("what is on and goes out is flowing, whatever holds the picture down", () => {
    const sending = sendingOf(
      { audio: source, video: source },
      { ...going, limit: "device" },
      uplink,
    );
    expect(sending).toEqual({ sound: "flowing", picture: "flowing", limit: "device" });
  });

  test.each<readonly [string, Partial<Source>, string]>([
    ["no track", { track: null }, "off"],
    ["a track that is off", { track: { ...live, enabled: false } }, "off"],
    [
      "a track that is off and ended",
      { track: { ...live, enabled: false, readyState: "ended" } },
      "off",
    ],
    ["a track that has ended", { track: { ...live, readyState: "ended" } }, "ended"],
    ["a track that the system mutes", { track: { ...live, muted: true } }, "muted"],
    ["a track that is held back", { track: { ...live, enabled: false, muted: true } }, "muted"],
    ["a place that is empty", { isPlaced: false }, "unsent"],
    ["a place that pauses", { isPaused: true }, "paused"],
  ])("%s", (_, changes, state) => {
    const one = { ...source, ...changes };
    const { sound, picture } = sendingOf({ audio: one, video: one }, going, uplink);
    expect([sound, picture]).toEqual([state, state]);
  });

  test("a sound that does not go out is unsent, a picture that gives no frames is frozen", () => {
    const sending = sendingOf({ audio: source, video: source }, stuck, uplink);
    expect(sending).toEqual({ sound: "unsent", picture: "frozen", limit: "none" });
  });

  test.each([
    [false, "none", "frozen"],
    [false, "upload", "frozen"],
    [true, "none", "unsent"],
    [null, "upload", "unsent"],
  ] as const)(
    "no picture goes out, the camera moving: %s, limit %s: %s",
    (isCameraMoving, limit, picture) => {
      const figures = { ...stuck, isCameraMoving, limit };
      expect(sendingOf({ audio: source, video: source }, figures, uplink).picture).toBe(picture);
    },
  );

  test("a picture for which the upload leaves no room is unsent", () => {
    const sending = sendingOf(
      { audio: source, video: source },
      { ...stuck, limit: "upload" },
      uplink,
    );
    expect(sending).toMatchObject({ picture: "unsent", limit: "upload" });
  });

  test.each([
    ["a bound that is kept to", { boundBps: 48_000 }, 40_000, false, "none"],
    ["less than the bound", { boundBps: 48_000 }, 30_000, false, "upload"],
    [
      "a bound that an uplink asks for which is short",
      { boundBps: 48_000 },
      40_000,
      true,
      "upload",
    ],
    ["no bound", { boundBps: null }, 40_000, false, "upload"],
    ["a browser that does not say", { boundBps: 48_000 }, null, false, "upload"],
  ] as const)("held down by %s", (_, changes, targetBps, isUplinkShort, limit) => {
    const figures = { ...going, limit: "upload", targetBps } as const;
    const sources = { audio: source, video: { ...source, ...changes } };
    expect(sendingOf(sources, figures, { isUplinkShort }).limit).toBe(limit);
  });

  test("the upload limits nothing that is off", () => {
    const off = { ...source, track: null };
    expect(
      sendingOf({ audio: source, video: off }, { ...going, limit: "upload" }, uplink).limit,
    ).toBe("none");
  });
});

test.each([
  ['{"sound":"flowing","picture":"off","limit":"none"}', true],
  ['{"sound":"flowing","picture":"lost","limit":"none"}', false],
  ['{"sound":"flowing","picture":"off"}', false],
  ['{"microphone":true,"camera":true}', false],
  ["[", false],
])("parseSending(%j) is something: %s", (data, isSomething) => {
  expect(parseSending(data) !== null).toBe(isSomething);
});
