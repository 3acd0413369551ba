import type { IncomingHttpHeaders } from "node:http";
import type { PageAddress } from "../signaling-url.ts";

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Whether a request may change something: it was made by a page of this very origin.
 *
 * Browsers say so in `Sec-Fetch-Site`, which no script can set (Fetch Metadata
 * §2.4); those that do not yet, in `Origin` (RFC 6454 §7). What says neither is
 * refused, as no page that changes something is without both.
 *
 * @param page scheme and host that the browser asked
 */
export function isSameSite(
  method: string,
  headers: IncomingHttpHeaders,
  page: PageAddress,
): boolean {
  if (safeMethods.has(method)) return true;
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin";
  const origin = originOf(headers.origin ?? "");
  return origin !== null && origin === originOf(`${page.protocol}://${page.host}`);
}

/** In the form that leaves out a scheme's own port (WHATWG URL, #concept-url-origin). */
function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
