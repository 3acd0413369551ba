import { describe, expect, test } from "vitest";
import { makesFirstOffer } from "./initiator.ts";

const roles = ["teacher", "student"] as const;

describe("makesFirstOffer()", () => {
  test.each([
    ["teacher", "student", true, true],
    ["teacher", "student", false, true],
    ["student", "teacher", true, false],
    ["student", "teacher", false, false],
    ["student", "student", true, true],
    ["student", "student", false, false],
    ["teacher", "teacher", true, true],
    ["teacher", "teacher", false, false],
  ] as const)("a %s toward a %s, later: %s -> %s", (self, peer, isLater, offers) => {
    expect(makesFirstOffer(self, peer, isLater)).toBe(offers);
  });

  test("exactly one end of every pair offers", () => {
    for (const self of roles) {
      for (const peer of roles) {
        for (const isLater of [true, false]) {
          expect(makesFirstOffer(self, peer, isLater)).not.toBe(
            makesFirstOffer(peer, self, !isLater),
          );
        }
      }
    }
  });
});
