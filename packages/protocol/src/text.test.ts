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
  // Words of Persian and emoji are joined by what nobody sees.
  "\u0646\u06cc\u200c\u0645\u0627",
  "\u{1f469}\u200d\u{1f3eb}",
])("parseDisplayName() takes %s", (name) => expect(parseDisplayName(name)).toBe(name));

test.each([
  ["nothing", ""],
  ["only blanks", "   "],
  ["a zero width space", "\u200b"],
  ["a Hangul filler", "\u3164"],
  ["a soft hyphen and a blank of Braille", "\u00ad \u2800"],
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
