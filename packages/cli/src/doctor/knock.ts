import { WebSocket } from "ws";
import { patienceMs, whyUnreachable } from "./why-unreachable.ts";

export interface Knocking {
  /** The page on whose behalf; without one, no browser's. */
  readonly origin?: string;
  /** What is said when the socket is open; without it, nothing is. */
  readonly greeting?: string;
}

/** What became of a WebSocket. */
export type Knock =
  | { readonly type: "opened" }
  /** The first message that came. */
  | { readonly type: "answered"; readonly text: string; readonly at: number }
  /** HTTP's answer in place of a socket. */
  | { readonly type: "refused"; readonly status: number }
  | { readonly type: "unreachable"; readonly why: string };

/** Opens a WebSocket, whatever the certificate, says one thing, hears one thing, and closes it. */
export function knock(url: URL, { origin, greeting }: Knocking = {}): Promise<Knock> {
  const socket = new WebSocket(url, {
    rejectUnauthorized: false,
    handshakeTimeout: patienceMs,
    followRedirects: false,
    perMessageDeflate: false,
    ...(origin !== undefined && { origin }),
  });
  return new Promise((resolve) => {
    const askedAt = Date.now();
    const timer = setTimeout(() => end(silence), 2 * patienceMs);
    const end = (knocked: Knock) => {
      clearTimeout(timer);
      socket.terminate();
      resolve(knocked);
    };
    socket.on("error", (error) => end({ type: "unreachable", why: whyUnreachable(error) }));
    socket.once("close", () => end({ type: "unreachable", why: "the socket was closed at once" }));
    socket.once("unexpected-response", (request, { statusCode: status = 0 }) => {
      request.destroy();
      end({ type: "refused", status });
    });
    socket.once("open", () =>
      greeting === undefined ? end({ type: "opened" }) : socket.send(greeting),
    );
    socket.once("message", (data) =>
      end({ type: "answered", text: String(data), at: (askedAt + Date.now()) / 2 }),
    );
  });
}

const silence: Knock = { type: "unreachable", why: "the socket opens, and nothing comes over it" };
