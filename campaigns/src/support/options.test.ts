import { expect, test } from "vitest";
import { readOptions } from "./options.ts";

const defaults = { seed: 1, only: "" };

test("readOptions() takes the defaults of what is not said", () => {
  expect(readOptions(defaults, ["--seed", "7"])).toEqual({ seed: 7, only: "" });
  expect(readOptions(defaults, ["--only", "kill,cut"])).toEqual({ seed: 1, only: "kill,cut" });
});

test.each([[["--seed", "x"]], [["--seed", "-1"]], [["--sead", "1"]], [["kill"]]])(
  "readOptions() refuses %j",
  (args) => expect(() => readOptions(defaults, args)).toThrow(TypeError),
);
