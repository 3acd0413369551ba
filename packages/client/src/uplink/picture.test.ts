import { describe, expect, test } from "vitest";
import { gauge, thumbnailBps } from "./gauge.ts";
import { type PictureOptions, pictureFor, shrinkTo } from "./picture.ts";

const camera = { width: 640, height: 480, framesPerSecond: 30 };
const whole: PictureOptions = { view: undefined, isThumbnail: false };

describe("pictureFor()", () => {
  test.each<readonly [string, Partial<PictureOptions>, number, number]>([
    ["is whole where nobody says how it is shown", {}, 1, 30],
    ["is as small as it is shown", { view: { width: 320, height: 240 } }, 2, 30],
    ["is as large as the side that is shown larger", { view: { width: 640, height: 100 } }, 1, 30],
    ["is not made larger than it is", { view: { width: 1920, height: 1080 } }, 1, 30],
    ["is 180 lines, ten times a second, as a thumbnail", { isThumbnail: true }, 2.67, 10],
    [
      "is smaller still as a thumbnail that is shown so",
      { view: { width: 128, height: 96 }, isThumbnail: true },
      5,
      10,
    ],
  ])("%s", (_, options, scale, framesPerSecond) => {
    expect(pictureFor(camera, { ...whole, ...options })).toMatchObject({ scale, framesPerSecond });
  });

  test("wants what its size needs, and never less than a thumbnail", () => {
    expect(pictureFor(camera, whole).wantedBps).toBe(gauge(camera));
    const tiny = { ...whole, view: { width: 16, height: 12 } };
    expect(pictureFor(camera, tiny).wantedBps).toBe(thumbnailBps);
  });

  test("wants nothing where it is not shown", () => {
    expect(pictureFor(camera, { ...whole, view: null }).wantedBps).toBe(0);
  });
});

test.each([
  [645_120, 1],
  [330_000, 1],
  [200_000, 1.5],
  [100_000, 2],
  [40_000, 3],
  [1_000, 4],
])("a picture of 640x480 with a share of %i bit/s is made smaller by %d", (share, scale) => {
  expect(shrinkTo(share, pictureFor(camera, whole))).toBe(scale);
});
