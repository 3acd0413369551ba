import { describe, expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { runRound } from "./run-round.ts";
import { scenarios } from "./scenarios.ts";

const seed = 3;
/** A few faults of each kind; a campaign by script has a thousand. */
const scale = 0.05;
const short = scenarios.filter(({ name }) => !["stop-30s", "full-disk"].includes(name));

describe.concurrent("promises 1 and 2, under load", () => {
  test.each(short)(
    "$name: what every client saw is in order",
    async (scenario) => {
      const round = await runRound(scenario, { random: createRandom(seed), scale });
      expect(round?.complaints).toEqual([]);
      expect(scenario.judge?.(round ?? { counts: {}, samples: {}, complaints: [] }) ?? []).toEqual(
        [],
      );
      expect(round?.counts[scenario.unit]).toBeGreaterThan(0);
      expect(round?.counts["received"]).toBeGreaterThan(0);
    },
    180_000,
  );
});
