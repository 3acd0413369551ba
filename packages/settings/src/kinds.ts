import { isIP, isIPv4 } from "node:net";
import { readHost } from "./host.ts";
import type { Setting } from "./setting.ts";

type Kind<T> = Pick<Setting<T>, "allowed" | "read">;

/** Ways to read the text of a setting. */
export const yesOrNo: Kind<boolean> = {
  allowed: "true or false",
  read: (text) => {
    if (/^(?:true|1|yes|on)$/i.test(text)) return true;
    return /^(?:false|0|no|off)$/i.test(text) ? false : undefined;
  },
};

export function wholeNumber(min: number, max: number): Kind<number> {
  return {
    allowed: `a whole number from ${min} to ${max}`,
    read: (text) => {
      const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
      return value >= min && value <= max ? value : undefined;
    },
  };
}

/** So many a second on average, and so many at once (a token bucket). */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

export const rate: Kind<Rate> = {
  allowed: "how many a second and how many at once, each from 1 to 100000, such as 10:100",
  read: (text) => {
    const [, perSecond = 0, burst = 0] = (/^(\d{1,6}):(\d{1,6})$/.exec(text) ?? []).map(Number);
    const isAllowed = [perSecond, burst].every((value) => value >= 1 && value <= 100_000);
    return isAllowed ? { perSecond, burst } : undefined;
  },
};

export const port = wholeNumber(1, 65_535);

export function oneOf<T extends string>(...choices: readonly T[]): Kind<T> {
  return {
    allowed: choices.map((choice) => choice || "empty").join(", "),
    read: (text) => choices.find((choice) => choice === text),
  };
}

export function text(allowed: string, pattern: RegExp): Kind<string> {
  return { allowed, read: (value) => (pattern.test(value) ? value : undefined) };
}

/** A host without a port; an IPv6 address reads without brackets. */
export const host: Kind<string> = {
  allowed: "a host name or an IP address, without a port",
  read: readHost,
};

export const ipv4: Kind<string> = {
  allowed: "an IPv4 address",
  read: (text) => (isIPv4(text) ? text : undefined),
};

/** From the first to the last, both of them in it. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

export const portRange: Kind<PortRange> = {
  allowed: "the first and the last of some ports, each from 1024 to 65535, such as 49152-65535",
  read: (text) => {
    const [, first = 0, last = 0] = (/^(\d{4,5})-(\d{4,5})$/.exec(text) ?? []).map(Number);
    return first >= 1024 && first <= last && last <= 65_535 ? { first, last } : undefined;
  },
};

/** An address, a network as address and prefix length (RFC 4632 §3.1, RFC 4291 §2.3), or a name for some. */
export const network: Kind<string> = {
  allowed: "an address, a network such as 10.0.0.0/8, loopback, linklocal or uniquelocal",
  read: (value) => {
    if (/^(?:loopback|linklocal|uniquelocal)$/.test(value)) return value;
    const [, address = "", prefix] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(value) ?? [];
    const version = isIP(address);
    if (version === 0) return undefined;
    const length = Number(prefix ?? 1);
    return length >= 1 && length <= (version === 4 ? 32 : 128) ? value : undefined;
  },
};

export const anyPath = text("a path", /^[^\0]+$/);

/** A list with commas between its items; blanks around them do not count. */
export function listOf<T>(item: Kind<T>, allowed: string): Kind<readonly T[]> {
  return {
    allowed,
    read: (value) => {
      const items = splitList(value).map(item.read);
      const known = items.filter((one) => one !== undefined);
      return known.length === items.length ? known : undefined;
    },
  };
}

/** A kind that may be left empty, which reads as `null`. */
export function orNull<T>(kind: Kind<T>): Kind<T | null> {
  return { allowed: kind.allowed, read: (value) => (value === "" ? null : kind.read(value)) };
}

function splitList(value: string): readonly string[] {
  return value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}
