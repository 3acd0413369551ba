import { subprotocol } from "@lectern/protocol/codes";
import { WebSocket } from "ws";

export interface SocketHandlers {
  opened(): void;
  text(text: string): void;
  /** @param code 1006 when the socket broke, and when it could not be opened (RFC 6455 §7.1.5) */
  closed(code: number): void;
}

/** One WebSocket of a client; the only place that knows the library. */
export interface ClientSocket {
  /** Bytes that the other side has not taken yet. */
  readonly unsentBytes: number;
  send(text: string): void;
  /** Closes as a page does that goes away, and hears no more of it. */
  close(): void;
  /** Breaks the connection without a word, and hears no more of it. */
  abandon(): void;
}

export function openSocket(url: string, handlers: SocketHandlers): ClientSocket {
  const socket = new WebSocket(url, subprotocol, { perMessageDeflate: false });
  socket.on("open", () => handlers.opened());
  socket.on("message", (data) => handlers.text(String(data)));
  socket.on("close", (code) => handlers.closed(code));
  // What went wrong is followed by the close.
  socket.on("error", ignore);
  return {
    get unsentBytes() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    close: () => {
      forget(socket);
      socket.close(1001);
    },
    abandon: () => {
      forget(socket);
      socket.terminate();
    },
  };
}

/** What a socket has to say is not listened to any more; an error without a listener would be thrown. */
function forget(socket: WebSocket): void {
  socket.removeAllListeners();
  socket.on("error", ignore);
}

function ignore(): void {}
