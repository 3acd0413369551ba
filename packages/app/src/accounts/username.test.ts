import { expect, test } from "vitest";
import { firstFree, readUsername, suggestUsername } from "./username.ts";

test.each([
  [" Anna.Berg ", "anna.berg"],
  ["a", null],
  ["anna berg", null],
  ["x".repeat(41), null],
  ["ann\u0430", null],
])("readUsername(%j) is %j", (text, username) => {
  expect(readUsername(text)).toBe(username);
});

test.each([
  ["Anna Berg", "anna.berg"],
  ["José Østergård", "jose.ostergard"],
  ["Weiß, Łukasz", "weiss.lukasz"],
  ["李雷", "student"],
  ["<b>x</b>", "b.x.b"],
  ["A".repeat(80), "a".repeat(34)],
])("suggestUsername(%j) is %j, which is one", (name, username) => {
  expect(suggestUsername(name)).toBe(username);
  expect(readUsername(username)).toBe(username);
});

test("firstFree() counts on from the names that are taken", () => {
  expect(firstFree("ann", new Set())).toBe("ann");
  expect(firstFree("ann", new Set(["ann", "ann2", "ann4"]))).toBe("ann3");
});
