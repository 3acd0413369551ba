import { AccessDelayed, AccessRefused } from "@lectern/client/errors";
import type { Refusal } from "../api.ts";

/** Not signed in, not allowed, not there, over: asking again does not change it. */
const finalStatuses: ReadonlySet<number | null> = new Set([401, 403, 404, 409]);

/**
 * What the library is told when the app gives no token.
 *
 * A call must not end because the app fails for a moment: what is not known to
 * be the end is tried again.
 */
export function ticketRefusal(refusal: Refusal): AccessRefused | AccessDelayed {
  const { status, code, message, retryAfterMs } = refusal;
  const isFinal = finalStatuses.has(status) || code === "signaling-disabled";
  return isFinal ? new AccessRefused(code, message) : new AccessDelayed(message, retryAfterMs);
}
