import { hasVisible, parseDisplayName } from "@lectern/protocol/text";

const maxTitleLength = 120;

/** Control and bidirectional characters, and the separators that break a line (UAX #9, UAX #14). */
const forbidden = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** What is said of a name that {@link readName} refuses. */
export const nameRule = {
  field: "name",
  message: "A name has 1 to 80 characters, none of which is hidden or turns the others round",
};

/** What is said of a title that {@link readTitle} refuses. */
export const titleRule = {
  field: "title",
  message: `A title has 1 to ${maxTitleLength} characters, none of which is hidden or turns the others round`,
};

/** Reads a person's name as people type it; `null` when no display name can be made of it. */
export function readName(text: string): string | null {
  return parseDisplayName(tidy(text));
}

/** Reads a conference's title: 1 to 120 characters, at least one of them visible. */
export function readTitle(text: string): string | null {
  const title = tidy(text);
  if (!hasVisible(title) || forbidden.test(title) || !title.isWellFormed()) return null;
  return [...title].length <= maxTitleLength ? title : null;
}

/**
 * The form of a name in which it is searched and compared.
 *
 * Case, accents and blanks do not count, so that "José" is found by "jose" and
 * a second "jose" is noticed.
 */
export function foldName(name: string): string {
  return tidy(name).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Marks of direction that office programs put around names of either direction; nobody sees them (UAX #9). */
const marks = /[\u200e\u200f\u061c]/gu;

function tidy(text: string): string {
  return text.normalize("NFC").replace(marks, "").trim().replace(/\s+/gu, " ");
}
