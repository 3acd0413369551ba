import { expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { fuzzInProcess } from "./in-process.ts";

const seed = 7;
const inputs = 100_000;

test(`promise 7, W7, T4: of ${inputs} inputs from seed ${seed} none throws, hangs, changes a prototype or is read wrongly`, () => {
  const report = fuzzInProcess({ inputs, random: createRandom(seed) });
  expect(report.faults).toEqual([]);
  expect(Object.keys(report.inputs).sort()).toEqual(["frame", "token", "upgrade"]);
}, 120_000);
