import { statSync } from "node:fs";
import { expect, test } from "vitest";
import { parseCamera, writeFilm } from "./camera.ts";

test("parseCamera() reads width, height and pictures a second", () => {
  expect(parseCamera("320x240@10")).toEqual({ width: 320, height: 240, framesPerSecond: 10 });
});

test.each(["", "320x240", "320x240@0", "321x240@10", "x@", "320x240@10 "])(
  "parseCamera() refuses %j",
  (text) => expect(parseCamera(text)).toBeNull(),
);

test("writeFilm() writes a second of frames, each with its grey and its two colours", () => {
  const film = writeFilm({ width: 32, height: 16, framesPerSecond: 10 });
  const head = "YUV4MPEG2 W32 H16 F10:1 Ip A1:1 C420jpeg\n";
  expect(statSync(film).size).toBe(head.length + 10 * ("FRAME\n".length + (32 * 16 * 3) / 2));
});
