import { expect, test } from "vitest";
import { loudnessOf } from "./loudness.ts";

test.each([
  ["silence", 0, 0],
  ["speech", 0.125, 0.5],
  ["what is louder than the scale", 0.9, 1],
])("loudnessOf() %s", (_, rms, loudness) => expect(loudnessOf(rms)).toBe(loudness));
