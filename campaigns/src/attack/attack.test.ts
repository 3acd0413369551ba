import { describe, expect, test } from "vitest";
import { createRandom } from "../support/random.ts";
import { attacks } from "./attacks.ts";
import { playAttack } from "./play-attack.ts";

/** Long enough for the slowest answer, that to a message which is never finished. */
const seconds = 13;

describe.concurrent("promise 6, with a tenth of each attack", () => {
  test.for(attacks)(
    "$id: $what: they are ended, and good clients are let be",
    { timeout: 120_000 },
    async (attack) => {
      const random = createRandom(4);
      const { faults } = await playAttack(attack, {
        ...{ good: 50, seconds, rounds: 1, scale: 0.1, random },
      });
      expect(faults).toEqual([]);
    },
  );
});
