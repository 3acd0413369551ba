import { createHash, randomBytes } from "node:crypto";

const idLetters = "abcdefghijklmnopqrstuvwxyz234567";

/** A new public id: 16 of `[a-z2-7]`, 80 bit, so that one cannot be guessed from another. */
export function newId(): string {
  return Array.from(randomBytes(16), (byte) => idLetters[byte % idLetters.length]).join("");
}

/** A new secret of 256 bit, for a cookie or a link. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/**
 * What of a secret is stored and looked up by.
 *
 * A plain hash is enough: nobody can try out 256 bit, as they could a password.
 */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
