import { describe, expect, test } from "vitest";
import { hasRelay } from "./has-relay.ts";

describe("hasRelay()", () => {
  test.each([
    [[], false],
    [[{ urls: "stun:stun.school.example" }], false],
    [[{ urls: "turn:turn.school.example" }], true],
    [[{ urls: "TURNS:turn.school.example:443?transport=tcp" }], true],
    [[{ urls: ["stun:turn.school.example", "turn:turn.school.example"] }], true],
    [[{ urls: [] }, { urls: ["turns:turn.school.example"] }], true],
  ])("%j: %j", (servers, expected) => {
    expect(hasRelay(servers)).toBe(expected);
  });
});
