import { createHash, randomBytes } from "node:crypto";
import type { Key } from "./room-types.ts";

/** Makes what a seat is resumed by: a secret of 256 bit, of which only the hash is kept. */
export function newKey(): Key {
  const secret = randomBytes(32).toString("base64url");
  return { secret, secretHash: hashOf(secret) };
}

export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
