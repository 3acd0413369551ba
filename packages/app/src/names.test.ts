import { expect, test } from "vitest";
import { foldName, readName, readTitle } from "./names.ts";

test.each([
  ["  Anna \t Berg\n", "Anna Berg"],
  ["Jose\u0301", "Jos\u00e9"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  [" ", null],
  ["\u200f\u05d3\u05d5\u05d3\u200e", "\u05d3\u05d5\u05d3"],
  ["\u202eteacher", null],
  ["x".repeat(81), null],
])("readName(%j) is %j", (text, name) => {
  expect(readName(text)).toBe(name);
});

test.each([
  ["  Physics  ", "Physics"],
  ["\u{1f600}".repeat(120), "\u{1f600}".repeat(120)],
  ["x".repeat(121), null],
  ["", null],
  ["\u200b", null],
  ["a\u0000b", null],
  ["a\u2066b", null],
])("readTitle(%j) is %j", (text, title) => {
  expect(readTitle(text)).toBe(title);
});

test("foldName() lets case, accents and blanks be", () => {
  expect(foldName(" JOSÉ  Ray")).toBe(foldName("jose ray"));
});
