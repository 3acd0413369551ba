import type { CookieSerializeOptions } from "@fastify/cookie";

/**
 * Names and attributes of our cookies.
 *
 * The prefix makes browsers refuse one that was set by another host or over plain
 * HTTP (RFC 6265bis §4.1.3.2); Chromium and Firefox take localhost for secure.
 */
export const sessionCookie = "__Host-lectern";
export const deviceCookie = "__Host-lectern-device";

/** Without a lifetime, so that closing the browser of a shared computer signs out. */
export const sessionCookieOptions = {
  path: "/",
  httpOnly: true,
  secure: true,
  sameSite: "lax",
} as const satisfies CookieSerializeOptions;

/** RFC 6265bis §5.5: browsers keep a cookie for 400 days at most. */
const maxCookieAgeSeconds = 400 * 24 * 60 * 60;

export const deviceCookieOptions = {
  ...sessionCookieOptions,
  maxAge: maxCookieAgeSeconds,
} as const satisfies CookieSerializeOptions;
