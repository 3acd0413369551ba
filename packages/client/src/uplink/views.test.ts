import { expect, test } from "vitest";
import { parseViews } from "./views.ts";

const size = { width: 320, height: 240 };

test.each([
  [
    { camera: size, screen: null },
    { camera: size, screen: null },
  ],
  [
    { camera: null, screen: { ...size, zoom: 2 }, chat: size },
    { camera: null, screen: size },
  ],
  [{ camera: size }, { camera: size }],
  [{}, {}],
  [{ camera: "large", screen: null }, null],
  [{ camera: { width: 0, height: 240 }, screen: null }, null],
  [{ camera: { width: 1.5, height: 240 }, screen: null }, null],
  [{ camera: { width: 320, height: 1e9 }, screen: null }, null],
  [null, null],
])("parseViews() of %j is %j", (views, expected) => {
  expect(parseViews(JSON.stringify({ views }))).toEqual(expected);
});
