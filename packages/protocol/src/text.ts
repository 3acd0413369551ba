import { limits } from "./limits.ts";

/**
 * Control and format characters that could forge or hide text: C0, C1, line and
 * paragraph separators, and the bidirectional controls (UAX #9).
 */
export const forbiddenInNames =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this refuses
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

/**
 * Reads a display name: 1 to 80 code points, NFC, at least one of them visible,
 * no control or bidirectional characters, no lone surrogates.
 */
export function parseDisplayName(value: unknown): string | null {
  if (typeof value !== "string" || !hasVisible(value)) return null;
  if (forbiddenInNames.test(value) || !value.isWellFormed()) return null;
  if (value !== value.normalize("NFC")) return null;
  return isWithinLength(value, limits.maxNameLength) ? value : null;
}

/** All but blanks, what is drawn as nothing (UAX #44, Default_Ignorable_Code_Point), and the blank of Braille. */
const visible = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;

/** Whether a text shows anything at all. */
export function hasVisible(text: string): boolean {
  return visible.test(text);
}

/** Whether a text has at most `max` Unicode code points; does not walk a text that is surely too long. */
export function isWithinLength(text: string, max: number): boolean {
  if (text.length <= max) return true;
  return text.length <= 2 * max && [...text].length <= max;
}

/** How many bytes a text takes in UTF-8; a lone surrogate counts as the U+FFFD it becomes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isSurrogatePair(text, at)) {
      bytes += 2;
      at += 1;
    } else bytes += 2;
  }
  return bytes;
}

/** Whether a text fits into `max` bytes of UTF-8; counts only when its length leaves doubt. */
export function isWithinBytes(text: string, max: number): boolean {
  if (text.length > max) return false;
  return text.length * 3 <= max || utf8Length(text) <= max;
}

function isSurrogatePair(text: string, at: number): boolean {
  return (
    isBetween(text.charCodeAt(at), 0xd800, 0xdbff) &&
    isBetween(text.charCodeAt(at + 1), 0xdc00, 0xdfff)
  );
}

function isBetween(unit: number, low: number, high: number): boolean {
  return unit >= low && unit <= high;
}
