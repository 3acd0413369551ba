import { isIPv4, isIPv6 } from "node:net";

const hostName = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/;

/**
 * Reads a host name, an IPv4 address, or an IPv6 address with or without its brackets.
 *
 * @returns the host without brackets; `undefined` when it is none
 */
export function readHost(text: string): string | undefined {
  const address = /^\[(.*)\]$/.exec(text)?.[1];
  if (address !== undefined) return readIPv6(address);
  // What ends in a number is an address or a mistake (WHATWG URL, #ends-in-a-number-checker).
  if (/(?:^|\.)\d+$/.test(text)) return isIPv4(text) ? text : undefined;
  return hostName.test(text) ? text : readIPv6(text);
}

function readIPv6(text: string): string | undefined {
  return isIPv6(text) && !text.includes("%") ? text : undefined;
}
