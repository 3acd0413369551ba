import type { IncomingHttpHeaders } from "node:http";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change something: it was made by a page of this very origin.
 *
 * Browsers say so in `Sec-Fetch-Site`, which no script can set (Fetch Metadata
 * §2.4); those that do not yet, in `Origin` (RFC 6454 §7). What says neither is
 * refused, as no page that changes something is without both.
 *
 * @param host the host that the browser asked for
 */
export function isSameSite(method: string, headers: IncomingHttpHeaders, host: string): boolean {
  if (safeMethods.has(method)) return true;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  return headers.origin !== undefined && hostOf(headers.origin) === host.toLowerCase();
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
