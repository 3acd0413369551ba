import { randomUUID } from "node:crypto";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { limits } from "@lectern/protocol/limits";
import type { EndedMeeting } from "@lectern/protocol/link";
import { createTokenVerifier } from "@lectern/token/verify";
import { clientAddressWith } from "./client-address.ts";
import { Connection, type ConnectionContext, type Origin } from "./connection.ts";
import type { EndedMeetings } from "./ended-meetings.ts";
import { JoinGate } from "./join-gate.ts";
import type { Log } from "./log.ts";
import type { MessageRates } from "./message-limits.ts";
import type { ConnectionId } from "./room-types.ts";
import { Rooms } from "./rooms.ts";
import { createSocketLayer, type Socket } from "./socket.ts";
import type { BucketSize } from "./token-bucket.ts";
import { answerRefusal, pathOf, refuseUpgrade, type UpgradeRefusal } from "./upgrade.ts";
import { WaitingRoom } from "./waiting-room.ts";

export interface SignalingOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly path: string;
  readonly secrets: readonly string[];
  readonly tokenTtlSeconds: number;
  readonly allowedOrigins: readonly string[];
  readonly maxSeats: number;
  /** Open sockets. */
  readonly maxConnections: number;
  /** Sockets of one address that have not joined. */
  readonly maxWaiting: number;
  readonly rates: MessageRates & { readonly joins: BucketSize };
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[];
  /** PEM texts; `null` is plain HTTP. */
  readonly tls: { readonly cert: Buffer; readonly key: Buffer } | null;
  readonly log: Log;
  /** What is known of earlier ends; the server adds its own. */
  readonly endedMeetings: EndedMeetings;
  /** Is told of every end before the room's members are. */
  readonly onEnded?: (meeting: EndedMeeting) => void;
  /** How long rooms are given to come back after a start. */
  readonly settleMs?: number;
  readonly joinTimeoutMs?: number;
  readonly pingIntervalMs?: number;
  readonly watchIntervalMs?: number;
  readonly heartbeatTimeoutMs?: number;
  /** ms since the epoch. */
  readonly now?: () => number;
  /** ms of a clock that nobody sets. */
  readonly ticks?: () => number;
}

export interface SignalingServer {
  readonly port: number;
  /** Ends every socket and the listener; may be called twice. */
  close(): Promise<void>;
}

/** How often sockets are looked at for what is left unread or unfinished. */
const defaultWatchIntervalMs = 1_000;

/**
 * Starts the signaling server: rooms in memory, one WebSocket a participant.
 *
 * @throws what `listen` reports, `EADDRINUSE` above all
 */
export async function startSignalingServer(options: SignalingOptions): Promise<SignalingServer> {
  const { log, endedMeetings, now = Date.now, ticks = () => performance.now() } = options;
  const rooms = new Rooms({
    maxSeats: options.maxSeats,
    onEnded: (meeting) => {
      log("info", "meeting-ended", { room: meeting.roomId, actor: meeting.by });
      endedMeetings.add(meeting);
      options.onEnded?.(meeting);
    },
  });
  const connections = new Set<Connection>();
  const context: ConnectionContext = {
    rooms,
    endedMeetings,
    verifyToken: createTokenVerifier({
      secrets: options.secrets,
      maxTtlSeconds: options.tokenTtlSeconds,
    }),
    joinGate: new JoinGate(options.rates.joins),
    waitingRoom: new WaitingRoom(options.maxWaiting),
    rates: options.rates,
    log,
    epoch: randomUUID(),
    settledAt: ticks() + (options.settleMs ?? limits.settleMs),
    joinTimeoutMs: options.joinTimeoutMs ?? limits.joinTimeoutMs,
    now,
    ticks,
  };
  const http = createListener(options);
  const streams = new Set<{ destroy(): void }>();
  http.on("connection", (stream) => {
    streams.add(stream);
    stream.once("close", () => streams.delete(stream));
  });
  acceptUpgrades(http, {
    ...options,
    isFull: () => connections.size >= options.maxConnections,
    onSocket: (socket, origin) => serve(socket, origin, { context, connections }),
  });
  const { heartbeatTimeoutMs = limits.heartbeatTimeoutMs } = options;
  const heartbeat = setInterval(() => {
    endedMeetings.sweep(now());
    context.joinGate.sweep(ticks());
    for (const connection of connections) connection.beat(heartbeatTimeoutMs);
  }, options.pingIntervalMs ?? limits.pingIntervalMs);
  const watch = setInterval(() => {
    for (const connection of connections) connection.watch();
  }, options.watchIntervalMs ?? defaultWatchIntervalMs);
  const port = await listen(http, options);
  log("info", "listening", { host: options.host, port });
  return {
    port,
    close: () => {
      clearInterval(heartbeat);
      clearInterval(watch);
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      for (const stream of streams) stream.destroy();
      return closed;
    },
  };
}

interface Serving {
  readonly context: ConnectionContext;
  readonly connections: Set<Connection>;
}

function serve(socket: Socket, origin: Origin, { context, connections }: Serving): void {
  const connection = new Connection(origin, socket, context);
  connections.add(connection);
  context.rooms.add(connection);
  socket.handle({
    text: (text) => connection.receive(text),
    binary: () =>
      connection.refuseFrame({ code: "bad-json", message: "Frames have to be text, not binary" }),
    ping: (payload) => connection.pinged(payload),
    pong: (payload) => connection.answered(payload),
    closed: (code) => {
      connections.delete(connection);
      connection.closed(code);
    },
  });
}

function createListener({ tls, path }: SignalingOptions): Server {
  const answer: RequestListener = (request, response) => {
    const isHealth = pathOf(request.url) === "/healthz";
    const isSocketPath = pathOf(request.url) === path;
    const status = isHealth ? 200 : isSocketPath ? 426 : 404;
    response.writeHead(status, {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(isSocketPath && { upgrade: "websocket", connection: "upgrade, close" }),
    });
    response.end(JSON.stringify({ status: isHealth ? "ok" : "refused" }));
  };
  const timeouts = { headersTimeout: 5_000, requestTimeout: 10_000 };
  return tls
    ? createHttpsServer({ ...timeouts, ...tls }, answer)
    : createHttpServer(timeouts, answer);
}

interface Doors extends SignalingOptions {
  readonly isFull: () => boolean;
  readonly onSocket: (socket: Socket, origin: Origin) => void;
}

function acceptUpgrades(http: Server, doors: Doors): void {
  const accept = createSocketLayer();
  const addressOf = clientAddressWith(doors.trustProxy);
  let opened = 0;
  http.on("upgrade", (request, stream, head) => {
    const refusal = refuseUpgrade(request, doors) ?? (doors.isFull() ? full : null);
    if (refusal) {
      doors.log("info", "upgrade-refused", { code: refusal.status });
      return answerRefusal(stream, refusal);
    }
    accept(request, stream, head, (socket) => {
      opened += 1;
      doors.onSocket(socket, { id: opened as ConnectionId, address: addressOf(request) });
    });
  });
}

const full: UpgradeRefusal = {
  status: 503,
  message: "Every place is taken: try again later",
  retryAfterS: 5,
};

function listen(http: Server, { host, port }: SignalingOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, host, () => {
      http.off("error", reject);
      resolve((http.address() as AddressInfo).port);
    });
  });
}
