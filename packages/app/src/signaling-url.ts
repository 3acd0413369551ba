import type { SignalingConfig } from "./config.ts";

/** How a page was reached. */
export interface PageAddress {
  readonly protocol: "http" | "https";
  /** The `Host` of the request, with its port if it has one. */
  readonly host: string;
}

/**
 * The address at which a page finds the signaling server.
 *
 * @returns for example `wss://school.example/ws/conference`
 */
export function signalingUrl(signaling: SignalingConfig, page: PageAddress): string {
  return `${signalingOrigin(signaling, page)}${signaling.path}`;
}

/** Its origin, as `connect-src` of a page's policy names it (CSP3 §6.7.2.8 matches scheme, host, port). */
export function signalingOrigin(signaling: SignalingConfig, page: PageAddress): string {
  const scheme = signaling.scheme ?? (page.protocol === "https" ? "wss" : "ws");
  const host = signaling.host === null ? hostName(page.host) : bracketed(signaling.host);
  const port = signaling.publicPort ?? signaling.port;
  const isDefault = port === (scheme === "wss" ? 443 : 80);
  return isDefault ? `${scheme}://${host}` : `${scheme}://${host}:${port}`;
}

const hostPattern =
  /^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,252})|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/;

/**
 * Whether a `Host` header is one and nothing else (RFC 3986 §3.2.2).
 *
 * It is written into headers and addresses, where a blank or a semicolon would
 * begin something new.
 */
export function isHost(host: string): boolean {
  return hostPattern.test(host);
}

/** A host without its port. */
export function hostName(host: string): string {
  return host.replace(/:\d{1,5}$/, "");
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}
