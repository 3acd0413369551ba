import { createHmac, type KeyObject, randomBytes, timingSafeEqual } from "node:crypto";

/** Accounts that one browser is remembered to have signed in to. */
const maxAccounts = 8;

const tagBytes = 16;
const devicePattern = /^[A-Za-z0-9_-]{22}(?:\.[A-Za-z0-9_-]{22}){1,8}$/;

/**
 * Remembers in the browser's own cookie that somebody signed in to an account with it.
 *
 * The value is a random name of the browser and, for each account, an HMAC over
 * both; it opens nothing, and names no account to whoever reads it.
 *
 * @param cookie what the browser sent, if anything
 */
export function rememberDevice(
  cookie: string | undefined,
  username: string,
  key: KeyObject,
): string {
  const { device, tags } = parse(cookie) ?? { device: newDevice(), tags: [] };
  const tag = tagOf(device, username, key);
  const others = tags.filter((other) => other !== tag);
  return [device, tag, ...others.slice(0, maxAccounts - 1)].join(".");
}

/** The browser's name when it has signed in to the account before, else `null`. */
export function knownDevice(
  cookie: string | undefined,
  username: string,
  key: KeyObject,
): string | null {
  const found = parse(cookie);
  if (!found) return null;
  const expected = Buffer.from(tagOf(found.device, username, key));
  const isKnown = found.tags.some((tag) => timingSafeEqual(Buffer.from(tag), expected));
  return isKnown ? found.device : null;
}

interface Device {
  readonly device: string;
  readonly tags: readonly string[];
}

function parse(cookie: string | undefined): Device | null {
  if (cookie === undefined || !devicePattern.test(cookie)) return null;
  const [device = "", ...tags] = cookie.split(".");
  return { device, tags };
}

function newDevice(): string {
  return randomBytes(tagBytes).toString("base64url");
}

function tagOf(device: string, username: string, key: KeyObject): string {
  const tag = createHmac("sha256", key).update(`${device}:${username}`).digest();
  return tag.subarray(0, tagBytes).toString("base64url");
}
