import { describe, expect, test } from "vitest";
import { placeOf } from "./kept-place.ts";

const leaving = { microphone: "m1", camera: false, leftAt: 1_000 };
const place = { microphone: "m1", camera: false };

describe("placeOf()", () => {
  test.each([
    ["reload", 1_000, place],
    ["back_forward", 1_000, place],
    ["navigate", 1_000, null],
    ["reload", 60_999, place],
    ["reload", 61_000, null],
  ] as const)("%s at %d: %j", (type, now, expected) => {
    expect(placeOf(leaving, { type, now })).toEqual(expected);
  });
});
