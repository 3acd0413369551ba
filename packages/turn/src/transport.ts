import { createSocket } from "node:dgram";
import { lookup } from "node:dns/promises";
import { connect, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { cannotConnect, type TurnFailure } from "./failure.ts";
import { takeFrames } from "./frames.ts";

/** Where a STUN or TURN server is, and over what it is spoken to. */
export interface TurnServer {
  /** A name, or an IP address without brackets. */
  readonly host: string;
  readonly port: number;
  readonly transport: "udp" | "tcp" | "tls";
  /** PEM of who signed its certificate, where Node does not know them. */
  readonly ca?: string;
}

/** A way to one server that takes and brings whole messages. */
export interface Transport {
  /** Whether what is sent may be lost. */
  readonly isLossy: boolean;
  send(bytes: Buffer): void;
  listen(listener: TransportListener): void;
  close(): void;
}

export interface TransportListener {
  readonly onMessage: (bytes: Buffer) => void;
  /** Nothing more comes, unless over UDP. */
  readonly onBroken: (failure: TurnFailure) => void;
}

/** Opens the way to a server; over UDP nobody knows yet whether it is there. */
export function openTransport(
  server: TurnServer,
  timeoutMs: number,
): Promise<Result<Transport, TurnFailure>> {
  return server.transport === "udp" ? openDatagrams(server) : openStream(server, timeoutMs);
}

async function openDatagrams({ host, port }: TurnServer): Promise<Result<Transport, TurnFailure>> {
  const found = await lookup(host).then(ok, (error: Error) => fail(cannotConnect(error)));
  if (!found.ok) return found;
  const { address, family } = found.value;
  const socket = createSocket(family === 6 ? "udp6" : "udp4");
  const { promise, resolve } = Promise.withResolvers<Result<Transport, TurnFailure>>();
  socket.on("error", (error) => resolve(fail(cannotConnect(error))));
  // A socket that is connected hears of a port at which nobody is.
  socket.connect(port, address, () =>
    resolve(
      ok({
        isLossy: true,
        send: (bytes) => socket.send(bytes),
        listen: ({ onMessage, onBroken }) => {
          socket.on("message", onMessage);
          socket.on("error", (error) => onBroken(cannotConnect(error)));
        },
        close: () => socket.close(),
      }),
    ),
  );
  return promise;
}

async function openStream(
  server: TurnServer,
  timeoutMs: number,
): Promise<Result<Transport, TurnFailure>> {
  const socket = connectStream(server);
  const { promise, resolve } = Promise.withResolvers<Result<Transport, TurnFailure>>();
  socket.setTimeout(timeoutMs, () => resolve(fail({ type: "no-answer" })));
  socket.on("error", (error) => resolve(fail(cannotConnect(error))));
  socket.once(server.transport === "tls" ? "secureConnect" : "connect", () =>
    resolve(
      ok({
        isLossy: false,
        send: (bytes) => void socket.write(bytes),
        listen: (listener) => listenToStream(socket, listener),
        close: () => void socket.destroy(),
      }),
    ),
  );
  const opened = await promise;
  socket.setTimeout(0);
  if (!opened.ok) socket.destroy();
  return opened;
}

function connectStream({ host, port, transport, ca }: TurnServer): Socket {
  if (transport === "tcp") return connect(port, host);
  const servername = isIP(host) ? {} : { servername: host };
  return connectTls({ host, port, ...servername, ...(ca !== undefined && { ca }) });
}

function listenToStream(socket: Socket, { onMessage, onBroken }: TransportListener): void {
  let received: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    const { frames, rest } = takeFrames(Buffer.concat([received, chunk]));
    received = rest;
    for (const frame of frames) onMessage(frame);
  });
  socket.on("error", (error) => onBroken(cannotConnect(error)));
  socket.on("close", () => onBroken({ type: "cannot-connect", code: "ECONNRESET" }));
}
