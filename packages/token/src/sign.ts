import { createHmac } from "node:crypto";
import { type Claims, tokenAudience, tokenHeader, tokenIssuer } from "./claims.ts";

const encodedHeader = encodePart(tokenHeader);

/**
 * Makes the compact JWS by which an actor enters a room (RFC 7515 §7.1).
 *
 * @param secret the first of `CONFERENCE_SIGNALING_SECRET`, at least 32 bytes
 */
export function signToken(claims: Claims, secret: string): string {
  const payload = encodePart({ iss: tokenIssuer, aud: tokenAudience, ...claims });
  const signed = `${encodedHeader}.${payload}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

function encodePart(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
