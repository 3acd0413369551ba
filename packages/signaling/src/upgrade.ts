import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

export interface UpgradeRules {
  readonly path: string;
  readonly allowedOrigins: readonly string[];
}

/** An HTTP answer that refuses an upgrade. */
export interface UpgradeRefusal {
  readonly status: 400 | 403 | 404 | 426 | 503;
  readonly message: string;
  /** When to try again, in seconds (RFC 9110 §10.2.3). */
  readonly retryAfterS?: number;
}

export type UpgradeRequest = Pick<
  IncomingMessage,
  "method" | "url" | "httpVersion" | "headers" | "rawHeaders"
>;

const webSocketVersion = "13";
const keyPattern = /^[+/0-9A-Za-z]{22}==$/;

/**
 * Decides whether a request may become a WebSocket (RFC 6455 §4.2.1).
 *
 * @returns `null` when it may
 */
export function refuseUpgrade(request: UpgradeRequest, rules: UpgradeRules): UpgradeRefusal | null {
  const { method, url, headers } = request;
  if (pathOf(url) !== rules.path) return { status: 404, message: "There is nothing at this path" };
  if (method !== "GET" || headers.upgrade?.toLowerCase() !== "websocket") {
    return { status: 400, message: "A WebSocket begins with GET and Upgrade: websocket" };
  }
  if (request.httpVersion !== "1.1" || hasBody(headers)) {
    return { status: 400, message: "A WebSocket begins with HTTP/1.1 and without a body" };
  }
  if (!hasOneHost(request)) return { status: 400, message: "There has to be one Host" };
  if (headers["sec-websocket-version"] !== webSocketVersion) {
    return { status: 426, message: `The only WebSocket version here is ${webSocketVersion}` };
  }
  if (!keyPattern.test(headers["sec-websocket-key"] ?? "")) {
    return { status: 400, message: "Sec-WebSocket-Key has to be 16 bytes in base64" };
  }
  if (!isAllowedOrigin(headers.origin, headers.host, rules.allowedOrigins)) {
    return { status: 403, message: "Pages of this origin may not connect" };
  }
  return null;
}

function hasBody(headers: IncomingMessage["headers"]): boolean {
  return headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
}

/** RFC 9112 §3.2: one Host and no more, which holds a host and perhaps a port. */
function hasOneHost({ headers, rawHeaders }: UpgradeRequest): boolean {
  const names = rawHeaders.filter((_, at) => at % 2 === 0);
  const isOne = names.filter((name) => name.toLowerCase() === "host").length === 1;
  const host = headers.host ?? "";
  return isOne && /^[^\s/?#@\\]+$/.test(host) && readUrl(`http://${host}`) !== null;
}

/**
 * Whether a page of this origin may connect: one of the host that it connects to,
 * on whatever port, or one that the settings list. Without an Origin it is no browser.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined) return true;
  const page = readUrl(origin);
  if (!page || page.origin !== origin.toLowerCase() || !/^https?:$/.test(page.protocol))
    return false;
  if (allowed.some((one) => readUrl(one)?.origin === page.origin)) return true;
  return host !== undefined && readUrl(`http://${host}`)?.hostname === page.hostname;
}

/** Writes a refusal to a stream that has not been upgraded, and ends it. */
export function answerRefusal(
  stream: Duplex,
  { status, message, retryAfterS }: UpgradeRefusal,
): void {
  const lines = [
    `HTTP/1.1 ${status} ${statusTexts[status]}`,
    "Connection: close",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(message)}`,
    ...(retryAfterS === undefined ? [] : [`Retry-After: ${retryAfterS}`]),
    ...(status === 426 ? [`Sec-WebSocket-Version: ${webSocketVersion}`, "Upgrade: websocket"] : []),
  ];
  stream.on("error", () => stream.destroy());
  stream.end(`${lines.join("\r\n")}\r\n\r\n${message}`);
}

const statusTexts = {
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  426: "Upgrade Required",
  503: "Service Unavailable",
} as const;

/** The path of a request target, without its query. */
export function pathOf(url: string | undefined): string {
  return (url ?? "").split("?", 1).join("");
}

function readUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
