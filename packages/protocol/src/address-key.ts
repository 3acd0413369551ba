/**
 * What counts as one client where limits go by address: an IPv4 address, or the
 * /64 that an IPv6 host can choose from.
 *
 * @param ip an address that is known to be one
 * @see RFC 6177 §2
 */
export function addressKey(ip: string): string {
  if (!ip.includes(":")) return ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip);
  if (mapped?.[1]) return mapped[1];
  const [head = "", tail] = (ip.split("%")[0] ?? ip).toLowerCase().split("::");
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const all = [...left, ...Array<string>(Math.max(zeros, 0)).fill("0"), ...right];
  return `${all.slice(0, 4).join(":")}::/64`;
}

function groups(part: string): readonly string[] {
  return part === "" ? [] : part.split(":").map((group) => group.replace(/^0+(?=.)/, ""));
}
