import { foldName } from "../names.ts";

const usernamePattern = /^[a-z0-9._-]{2,40}$/;

/** Room for the number that tells two people of one name apart. */
const maxStemLength = 34;

/** Letters of Latin alphabets that no Unicode decomposition takes apart. */
const spelledOut: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
};

/** What is said of a user name that {@link readUsername} refuses. */
export const usernameRule = {
  field: "username",
  message: "A user name has 2 to 40 of the letters a to z, digits, and . _ -",
};

/** Reads a user name as people type it: 2 to 40 of `a-z 0-9 . _ -`, in small letters. */
export function readUsername(text: string): string | null {
  const username = text.trim().toLowerCase();
  return usernamePattern.test(username) ? username : null;
}

/** A user name made from a person's name: `José Østergård` gives `jose.ostergard`. */
export function suggestUsername(name: string): string {
  const stem = foldName(name)
    .replace(/[^\x20-\x7e]/gu, (letter) => spelledOut[letter] ?? "")
    .replace(/[^a-z0-9]+/g, ".")
    .slice(0, maxStemLength)
    .replace(/^\.+|\.+$/g, "");
  // A name in a script other than Latin leaves nothing to make a user name of.
  return stem.length >= 2 ? stem : "student";
}

/** The first of `stem`, `stem2`, `stem3` and so on that is not taken. */
export function firstFree(stem: string, taken: ReadonlySet<string>): string {
  if (!taken.has(stem)) return stem;
  for (let number = 2; ; number += 1) {
    const username = `${stem}${number}`;
    if (!taken.has(username)) return username;
  }
}
