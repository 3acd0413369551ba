import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { subprotocol } from "@lectern/protocol/codes";
import { limits } from "@lectern/protocol/limits";
import { type ServerOptions, WebSocketServer } from "ws";

/** How long the other side has to answer a close frame before its socket is destroyed. */
const closeGraceMs = 2_000;

/** What happens on a socket. */
export interface SocketHandlers {
  text(text: string): void;
  binary(): void;
  pong(payload: string): void;
  /** @param code 1006 when the socket broke without a close frame (RFC 6455 §7.1.5) */
  closed(code: number): void;
}

/** One WebSocket, as far as the rest of the server knows it. */
export interface Socket {
  /** Tells what happens on it; to be called at once. */
  handle(handlers: SocketHandlers): void;
  readonly unsentBytes: number;
  send(text: string): void;
  ping(payload: string): void;
  close(code: number, reason: string): void;
}

export type AcceptSocket = (
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
  onSocket: (socket: Socket) => void,
) => void;

/**
 * Makes the WebSocket layer: all that it must be told for safety stands here.
 *
 * Frames over the limit are closed with 1009 and unfinished messages of too many
 * fragments with 1008 before they are put together (RFC 6455 §5.4, §7.4.1).
 * Compression is off: it would cost memory a socket and gains nothing on SDP.
 */
export function createSocketLayer(): AcceptSocket {
  // Its types lag behind: ws has closeTimeout, @types/ws 8.18 does not.
  const options: ServerOptions & { readonly closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.maxFrameBytes,
    maxFragments: 64,
    perMessageDeflate: false,
    closeTimeout: closeGraceMs,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  };
  const server = new WebSocketServer(options);
  return (request, stream, head, onSocket) => {
    server.handleUpgrade(request, stream, head, (ws) => {
      onSocket({
        handle: (handlers) => {
          ws.on("message", (data, isBinary) =>
            isBinary ? handlers.binary() : handlers.text(String(data)),
          );
          ws.on("pong", (payload) => handlers.pong(String(payload)));
          // A protocol error is followed by the close that the layer makes of it.
          ws.on("error", () => {});
          ws.on("close", handlers.closed);
        },
        get unsentBytes() {
          return ws.bufferedAmount;
        },
        send: (text) => ws.send(text),
        ping: (payload) => ws.ping(payload),
        close: (code, reason) => ws.close(code, reason),
      });
    });
  };
}
