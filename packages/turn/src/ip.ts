import { isIPv4, isIPv6 } from "node:net";

/**
 * The bytes of an IP address: 4 or 16, in network order.
 *
 * @throws {RangeError} if the text is none, or one with a zone
 */
export function ipBytes(text: string): Buffer {
  if (isIPv4(text)) return Buffer.from(text.split(".").map(Number));
  if (!isIPv6(text) || text.includes("%")) throw new RangeError(`Cannot read ${text} as an IP`);
  const [left = "", right = ""] = normalize(text).split("::");
  const head = groupsOf(left);
  const tail = groupsOf(right);
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  const bytes = Buffer.alloc(16);
  for (const [at, group] of [...head, ...zeros, ...tail].entries())
    bytes.writeUInt16BE(group, 2 * at);
  return bytes;
}

/** The text of 4 or 16 bytes; IPv6 as RFC 5952 writes it, though without dots in a mapped IPv4 address. */
export function ipText(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(2 * at).toString(16));
  return normalize(groups.join(":"));
}

/** Eight groups in hex with the longest run of zeros left out (WHATWG URL, #concept-ipv6-serializer). */
function normalize(ipv6: string): string {
  return new URL(`http://[${ipv6}]`).hostname.slice(1, -1);
}

function groupsOf(text: string): readonly number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
