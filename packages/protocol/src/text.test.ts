import fc from "fast-check";
import { expect, test } from "vitest";
import { isWithinBytes, parseDisplayName, utf8Length } from "./text.ts";

test.each([
  "Ana Kovač",
  "李明",
  "O'Neil-Smith",
  "أحمد",
  "x".repeat(80),
  "😀".repeat(80),
  "<script>",
])("parseDisplayName() takes %s", (name) => expect(parseDisplayName(name)).toBe(name));

test.each([
  ["nothing", ""],
  ["only blanks", "   "],
  ["81 characters", "x".repeat(81)],
  ["a line feed", "a\nb"],
  ["a right-to-left override", "a\u202eb"],
  ["an isolate", "a\u2066b"],
  ["a C1 control", "a\u0085b"],
  ["a decomposed letter", "Kovac\u030c"],
  ["a lone surrogate", "a\ud800"],
  ["a number", 5],
])("parseDisplayName() refuses %s", (_, name) => expect(parseDisplayName(name)).toBeNull());

test("utf8Length() counts as an encoder does", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      expect(isWithinBytes(text, 9)).toBe(Buffer.byteLength(text) <= 9);
    }),
  );
});
