import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { subprotocol } from "@lectern/protocol/codes";
import { limits } from "@lectern/protocol/limits";
import { type ServerOptions, WebSocket, WebSocketServer } from "ws";
import { BatchWriter } from "./batch-writer.ts";
import { pingFrame } from "./frame.ts";

/** How long the other side has to answer a close frame before its socket is destroyed. */
const closeGraceMs = 2_000;
/** What it may still send meanwhile, what was on its way and its close frame: bytes, messages and control frames. */
const maxLast = { bytes: limits.maxFrameBytes, frames: 512 } as const;

/** What happens on a socket. */
export interface SocketHandlers {
  text(text: string): void;
  binary(): void;
  ping(payload: Buffer): void;
  pong(payload: string): void;
  /** The other side broke the protocol; the close that the layer makes of it follows. */
  erred(): void;
  /** @param code 1006 when the socket broke without a close frame (RFC 6455 §7.1.5) */
  closed(code: number): void;
}

/** One WebSocket, as far as the rest of the server knows it. */
export interface Socket {
  /** Tells what happens on it; to be called at once. */
  handle(handlers: SocketHandlers): void;
  readonly unsentBytes: number;
  /** Whether a message has begun to arrive and is not whole yet. */
  readonly isMidMessage: boolean;
  /** @param frame a whole frame of RFC 6455 */
  send(frame: Buffer): void;
  ping(payload: string): void;
  pong(payload: Buffer): void;
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
  const options: ServerOptions<typeof BatchedSocket> & { readonly closeTimeout: number } = {
    noServer: true,
    WebSocket: BatchedSocket,
    clientTracking: false,
    maxPayload: limits.maxFrameBytes,
    maxFragments: 64,
    perMessageDeflate: false,
    autoPong: false,
    closeTimeout: closeGraceMs,
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  };
  const server = new WebSocketServer(options);
  const writer = new BatchWriter();
  return (request, stream, head, onSocket) => {
    server.handleUpgrade(request, stream, head, (ws) => onSocket(wrap(ws, stream, writer)));
  };
}

/** A socket of the layer's, which sends its close frame by itself when the other side errs or closes. */
class BatchedSocket extends WebSocket {
  /** Lets out what is to come before it. */
  flush = () => {};

  override close(code?: number, reason?: string): void {
    this.flush();
    super.close(code, reason);
  }
}

function wrap(ws: BatchedSocket, stream: Duplex, writer: BatchWriter): Socket {
  const batch = writer.batchTo(stream);
  ws.flush = () => batch.flush();
  const send = (frame: Buffer) => {
    if (ws.readyState === ws.OPEN) batch.write(frame);
  };
  return {
    handle: (handlers) => {
      ws.on("message", (data, isBinary) =>
        isBinary ? handlers.binary() : handlers.text(String(data)),
      );
      ws.on("ping", handlers.ping);
      ws.on("pong", (payload) => handlers.pong(String(payload)));
      ws.on("error", (error) => isOfTheOther(error) && handlers.erred());
      ws.on("close", handlers.closed);
    },
    get unsentBytes() {
      return ws.bufferedAmount + batch.bytes;
    },
    get isMidMessage() {
      return isMidMessage(ws);
    },
    send,
    // After the messages that it asks about.
    ping: (payload) => send(pingFrame(payload)),
    pong: (payload) => ws.pong(payload),
    close: (code, reason) => {
      for (const event of arrivals) ws.removeAllListeners(event);
      ws.close(code, reason);
      cutOff(ws, stream);
    },
  };
}

/** The layer names by such a code what breaks RFC 6455 or its limits. */
function isOfTheOther(error: Error & { readonly code?: string }): boolean {
  return error.code?.startsWith("WS_ERR_") === true;
}

const arrivals = ["message", "ping", "pong"] as const;

/**
 * Whoever floods on as if it had not been closed is not listened to for as long as the grace lasts (D6, D8),
 * nor is what had come before it was closed: one read can hold twenty thousand frames.
 */
function cutOff(ws: WebSocket, stream: Duplex): void {
  let { bytes, frames } = maxLast;
  const measure = ({ length }: Buffer) => {
    bytes -= length;
    if (bytes < 0) stream.destroy();
  };
  const count = () => {
    frames -= 1;
    if (frames >= 0) return;
    forget(ws);
    // The layer's own listener, too.
    stream.removeAllListeners("data");
    stream.on("data", measure);
  };
  stream.on("data", measure);
  for (const event of arrivals) ws.on(event, count);
}

/** The layer tells of whole messages only; that one has begun is known to its receiver alone. */
function isMidMessage(ws: WebSocket): boolean {
  const receiver = receiverOf(ws);
  return receiver !== null && (receiver._fragmented !== 0 || receiver._bufferedBytes !== 0);
}

/** The layer would read all the frames that it holds, whatever becomes of their socket. */
function forget(ws: WebSocket): void {
  const receiver = receiverOf(ws);
  if (receiver) Object.assign(receiver, { _buffers: [], _bufferedBytes: 0 });
}

interface Receiver {
  readonly _fragmented: number;
  readonly _bufferedBytes: number;
}

function receiverOf(ws: WebSocket): Receiver | null {
  return (ws as unknown as { readonly _receiver: Receiver | null })._receiver;
}
