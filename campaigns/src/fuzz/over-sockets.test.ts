import { expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { fuzzOverSockets } from "./over-sockets.ts";

const seed = 7;
const inputs = 20_000;

test(`promise 3, T1, T2: of ${inputs} frames from seed ${seed} none makes its sender somebody else, or harms the server`, async () => {
  const report = await fuzzOverSockets({ inputs, random: createRandom(seed) });
  expect(report.faults).toEqual([]);
  expect(report.delivered).toBeGreaterThan(inputs / 2);
}, 120_000);
