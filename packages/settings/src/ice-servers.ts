/** W3C WebRTC `RTCIceServer`, as it is handed to browsers. */
export interface IceServer {
  readonly urls: string | readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

const urlPattern = /^(?:stuns?:[^\s?]+|turns?:[^\s?]+(?:\?transport=(?:udp|tcp))?)$/;

/** Reads JSON as `RTCIceServer[]`; schemes as in RFC 7064 and RFC 7065, a TURN URL with its credentials. */
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
  return {
    urls: Array.isArray(urls) ? addresses : addresses.join(""),
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  };
}

function isIceUrl(value: unknown): value is string {
  return typeof value === "string" && urlPattern.test(value);
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
