import { readIceUrl } from "./ice-url.ts";

/** W3C WebRTC `RTCIceServer`, as it is handed to browsers. */
export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** Bytes; Chromium makes no connection at all with a longer one. */
const maxUsernameBytes = 509;

/**
 * Reads JSON as `RTCIceServer[]`, a TURN URL with its credentials.
 *
 * A browser throws at the first URL that it cannot read, and then there is no
 * call at all: so nothing is let through that one does not take.
 */
export function readIceServers(text: string): readonly IceServer[] | undefined {
  const list = parseJson(text);
  if (!Array.isArray(list)) return undefined;
  const servers = list.map(readIceServer).filter((server) => server !== undefined);
  return servers.length === list.length ? servers : undefined;
}

function readIceServer(value: unknown): IceServer | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { urls, username, credential }: { [key: string]: unknown } = { ...value };
  const addresses = Array.isArray(urls) ? urls : [urls];
  if (addresses.length === 0 || !addresses.every(isIceUrl)) return undefined;
  if (!isOptionalText(username) || !isOptionalText(credential)) return undefined;
  const needsCredentials = addresses.some((url) => url.startsWith("turn"));
  if (needsCredentials && (!username || !credential)) return undefined;
  if (Buffer.byteLength(username ?? "") > maxUsernameBytes) return undefined;
  return {
    urls: Array.isArray(urls) ? addresses : addresses.join(""),
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  };
}

function isIceUrl(value: unknown): value is string {
  return typeof value === "string" && readIceUrl(value) !== undefined;
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === "string";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
