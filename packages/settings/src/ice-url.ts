import { readHost } from "./host.ts";

/** Where a STUN or TURN server is, and over what it is spoken to. */
export interface IceUrl {
  readonly kind: "stun" | "turn";
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly transport: "udp" | "tcp" | "tls" | "dtls";
}

/** Scheme, host, port and transport (RFC 7064 §3.1, RFC 7065 §3.1). */
const urlPattern =
  /^(stuns?|turns?):(\[[^\]]*\]|[^[\]:?]+)(?::(\d{1,5}))?(?:\?transport=(udp|tcp))?$/;

/** What each scheme is, alone and with a transport. */
const transports: Readonly<Record<string, IceUrl["transport"]>> = {
  stun: "udp",
  stuns: "tls",
  turn: "udp",
  "turn udp": "udp",
  "turn tcp": "tcp",
  turns: "tls",
  "turns udp": "dtls",
  "turns tcp": "tls",
};

/** Reads the URL of a STUN or TURN server; `undefined` when browsers would not take it. */
export function readIceUrl(text: string): IceUrl | undefined {
  const [, scheme = "", hostText = "", portText, named] = urlPattern.exec(text) ?? [];
  const transport = transports[named === undefined ? scheme : `${scheme} ${named}`];
  const host = readHost(hostText);
  const port = Number(portText ?? (scheme.endsWith("s") ? 5349 : 3478));
  if (!transport || host === undefined || port < 1 || port > 65_535) return undefined;
  return { kind: scheme.startsWith("stun") ? "stun" : "turn", host, port, transport };
}
