import { expect, test } from "vitest";
import { hear, silent } from "./speaking.ts";

test.each([
  ["silence -> breath: silent", [[0, 0.1]], false],
  ["silence -> a word: speaking", [[0, 0.2]], true],
  [
    "speaking -> a quieter word: speaking",
    [
      [0, 0.2],
      [900, 0.1],
    ],
    true,
  ],
  [
    "speaking -> a pause between words: speaking",
    [
      [0, 0.2],
      [699, 0],
    ],
    true,
  ],
  [
    "speaking -> a longer pause: silent",
    [
      [0, 0.2],
      [700, 0],
    ],
    false,
  ],
  [
    "silent again -> breath: silent",
    [
      [0, 0.2],
      [700, 0],
      [800, 0.1],
    ],
    false,
  ],
] as const)("%s", (_, readings, isSpeaking) => {
  const last = readings.reduce((before, [now, level]) => hear(before, level, now), silent);
  expect(last.isSpeaking).toBe(isSpeaking);
});
