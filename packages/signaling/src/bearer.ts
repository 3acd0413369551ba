import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/**
 * Whether a request carries the secret as a bearer token (RFC 6750 §2.1), compared in
 * constant time.
 */
export function carriesBearer(
  { headers }: Pick<IncomingMessage, "headers">,
  secret: string,
): boolean {
  const [, given = ""] = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "") ?? [];
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
