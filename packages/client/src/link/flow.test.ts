import { expect, test } from "vitest";
import { type Flow, flowAfter, noFlow } from "./flow.ts";

test.each<[string, readonly number[], Flow["state"]]>([
  ["nothing has come yet", [0, 0], "unknown"],
  ["something comes", [0, 100], "flowing"],
  ["nothing comes any more", [100, 200, 200], "still"],
  ["nothing comes for long", [100, 100, 100], "still"],
  ["it comes again", [100, 100, 101], "flowing"],
  ["it comes another way", [100, 100, 20], "flowing"],
])("flowAfter() when %s", (_, looks, state) => {
  expect(looks.reduce(flowAfter, noFlow).state).toBe(state);
});
