import { describe, expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { runRound } from "./run-round.ts";
import { scenarios } from "./scenarios.ts";

const seed = 3;
/** A few faults of each kind; a campaign by script has a thousand. */
const scale = 0.05;
const short = scenarios.filter(({ name }) => name !== "stop-30s");

describe.concurrent("promises 1 and 2, under load", () => {
  test.for(short)(
    "$name: what every client saw is in order",
    { timeout: 180_000 },
    async (scenario, { skip }) => {
      const round = await runRound(scenario, { random: createRandom(seed), scale });
      if (!round) return skip("cannot be played on this machine");
      expect(round.complaints).toEqual([]);
      expect(scenario.judge?.(round) ?? []).toEqual([]);
      expect(round.counts[scenario.unit]).toBeGreaterThan(0);
      expect(round.counts["received"]).toBeGreaterThan(0);
    },
  );
});
