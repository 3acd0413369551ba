import { ipBytes, ipText } from "./ip.ts";

/** Addresses that a relay must not send to, and what they are. */
export interface ForbiddenPeers {
  /** Address and prefix length (RFC 4632 §3.1, RFC 4291 §2.3). */
  readonly network: string;
  readonly what: string;
}

/**
 * What is no participant of a call from outside, but may be something inside.
 *
 * Of IPv4 all that is not global in IANA's registry of special purpose addresses. Of IPv6
 * all but 2000::/3, so that forms of an IPv4 address in it are out as well, and what is
 * special there.
 *
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
export const forbiddenPeers: readonly ForbiddenPeers[] = [
  { network: "0.0.0.0/8", what: "this host (RFC 791)" },
  { network: "10.0.0.0/8", what: "private (RFC 1918)" },
  { network: "100.64.0.0/10", what: "behind a provider's NAT (RFC 6598), one cloud's metadata" },
  { network: "127.0.0.0/8", what: "loopback (RFC 1122)" },
  { network: "168.63.129.16/32", what: "one cloud's platform, at a public address" },
  { network: "169.254.0.0/16", what: "link-local (RFC 3927), most clouds' metadata" },
  { network: "172.16.0.0/12", what: "private (RFC 1918)" },
  { network: "192.0.0.0/24", what: "protocol assignments (RFC 6890), one cloud's metadata" },
  { network: "192.0.2.0/24", what: "documentation (RFC 5737)" },
  { network: "192.88.99.0/24", what: "6to4 relays (RFC 7526)" },
  { network: "192.168.0.0/16", what: "private (RFC 1918)" },
  { network: "198.18.0.0/15", what: "benchmarks (RFC 2544)" },
  { network: "198.51.100.0/24", what: "documentation (RFC 5737)" },
  { network: "203.0.113.0/24", what: "documentation (RFC 5737)" },
  { network: "224.0.0.0/4", what: "multicast (RFC 5771)" },
  { network: "240.0.0.0/4", what: "reserved and broadcast (RFC 1112, RFC 919)" },
  { network: "::/3", what: "unspecified, loopback, IPv4 mapped and compatible, NAT64 (RFC 6052)" },
  { network: "2001::/23", what: "protocol assignments (RFC 2928), Teredo among them (RFC 4380)" },
  { network: "2001:db8::/32", what: "documentation (RFC 3849)" },
  { network: "2002::/16", what: "6to4 (RFC 3056)" },
  { network: "3fff::/20", what: "documentation (RFC 9637)" },
  { network: "4000::/2", what: "not assigned" },
  {
    network: "8000::/1",
    what: "private (RFC 4193), link-local (RFC 4291), multicast, not assigned",
  },
];

/** The first and the last address of a network. */
export function rangeOf(network: string): readonly [first: string, last: string] {
  const [address = "", prefix] = network.split("/");
  const bytes = ipBytes(address);
  const last = bytes.map((byte, at) => byte | hostBits(Number(prefix) - 8 * at));
  return [ipText(bytes), ipText(Buffer.from(last))];
}

/** Whether a relay must not send to an address. */
export function isForbiddenPeer(address: string): boolean {
  const bytes = ipBytes(address);
  return forbiddenPeers.some(({ network }) => {
    const [first, last] = rangeOf(network).map(ipBytes);
    const isOfFamily = first?.length === bytes.length;
    return isOfFamily && first && last && first.compare(bytes) <= 0 && last.compare(bytes) >= 0;
  });
}

/** The bits of a byte that are not in the prefix, of which so many are left at its start. */
function hostBits(prefixLeft: number): number {
  return 0xff >> Math.min(Math.max(prefixLeft, 0), 8);
}
