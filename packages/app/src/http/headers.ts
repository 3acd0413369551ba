/** What is sent: a page of the site, the page of the room, a built file, or anything else. */
export type ContentKind = "site" | "room" | "asset" | "data";

export interface HeaderOptions {
  /** The browser reached us by TLS. */
  readonly isSecure: boolean;
  /** Where the room's socket is; `null` when there is none. */
  readonly signalingOrigin: string | null;
}

const yearSeconds = 365 * 24 * 60 * 60;

/** The headers by which browsers keep a page to what it needs. */
export function securityHeaders(
  kind: ContentKind,
  { isSecure, signalingOrigin }: HeaderOptions,
): Readonly<Record<string, string>> {
  const isPage = kind === "site" || kind === "room";
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    ...(isPage && pageHeaders(kind, signalingOrigin)),
    ...(kind === "data" && {
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    }),
    ...(kind !== "asset" && { "cache-control": "no-store" }),
    // RFC 6797 §7.2: not to be sent over plain HTTP.
    ...(isSecure && { "strict-transport-security": `max-age=${yearSeconds}` }),
  };
}

function pageHeaders(
  kind: "site" | "room",
  signalingOrigin: string | null,
): Readonly<Record<string, string>> {
  return {
    "content-security-policy": contentPolicy(kind === "room" ? signalingOrigin : null),
    "permissions-policy": permissionsPolicy(kind),
    "cross-origin-opener-policy": "same-origin",
  };
}

/** CSP3; a socket of another port has to be named, `'self'` is only our own. */
function contentPolicy(signalingOrigin: string | null): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "media-src 'self'",
    signalingOrigin === null ? "connect-src 'self'" : `connect-src 'self' ${signalingOrigin}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function permissionsPolicy(kind: "site" | "room"): string {
  const capture = kind === "room" ? "(self)" : "()";
  return [
    ...["camera", "microphone", "display-capture"].map((feature) => `${feature}=${capture}`),
    ...[
      "fullscreen",
      "picture-in-picture",
      "screen-wake-lock",
      "autoplay",
      "speaker-selection",
    ].map((feature) => `${feature}=(self)`),
    ...["geolocation", "midi", "usb", "serial", "hid", "payment"].map((feature) => `${feature}=()`),
  ].join(", ");
}
