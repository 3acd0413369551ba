import { expect, test } from "vitest";
import { readPassword } from "./password.ts";

test.each([
  ["123456789", false],
  ["1234567890", true],
  ["\u{1f600}".repeat(9), false],
  ["\u{1f600}".repeat(200), true],
  ["x".repeat(201), false],
  [`${"x".repeat(10)}\ud800`, false],
])("readPassword(%j) accepts 10 to 200 characters: %s", (text, isAccepted) => {
  expect(readPassword(text) !== null).toBe(isAccepted);
});

test("readPassword() gives one password for both spellings of an accent", () => {
  expect(readPassword("cafe\u0301 au lait")).toBe(readPassword("caf\u00e9 au lait"));
});
