import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { EndedMeeting, Closings as KnownClosings, Removal } from "@lectern/protocol/link";
import { createTokenVerifier } from "@lectern/token/verify";
import { ActorLimits } from "./actor-limits.ts";
import { type Administration, createAdminInterface, type RoomSummary } from "./admin.ts";
import { summarise, takeCensus } from "./census.ts";
import type { Closings } from "./closings.ts";
import { Connection, type ConnectionContext, type Origin } from "./connection.ts";
import { drain } from "./drain.ts";
import { createHealth } from "./health.ts";
import { JoinGate } from "./join-gate.ts";
import { type Address, createListener, type ListenerOptions, listen } from "./listener.ts";
import type { Log } from "./log.ts";
import type { MessageRates } from "./message-limits.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { Rooms } from "./rooms.ts";
import { SlowLane } from "./slow-lane.ts";
import type { Socket } from "./socket.ts";
import type { BucketSize } from "./token-bucket.ts";
import type { UpgradeRefusal } from "./upgrade.ts";
import { WaitingRoom } from "./waiting-room.ts";

export interface SignalingOptions
  extends Address,
    Pick<ListenerOptions, "path" | "allowedOrigins" | "trustProxy" | "tls"> {
  readonly secrets: readonly string[];
  readonly tokenTtlSeconds: number;
  readonly maxSeats: number;
  /** Open sockets. */
  readonly maxConnections: number;
  /** Sockets of one address that have not joined. */
  readonly maxWaiting: number;
  readonly rates: MessageRates & { readonly joins: BucketSize };
  /** Over how long everybody is sent away before a stop, in ms. */
  readonly drainMs: number;
  /** The admin interface, on the loopback; `null`: there is none. */
  readonly admin: { readonly port: number; readonly secret: string } | null;
  readonly log: Log;
  /** What is known of earlier closings; the server adds its own. */
  readonly closings: Closings;
  /** Is told of every end before the room's members are. */
  readonly onEnded?: (meeting: EndedMeeting) => void;
  readonly onRemoved?: (removal: Removal) => void;
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

/** How often sockets are looked at for what is left unread or unfinished. */
const defaultWatchIntervalMs = 1_000;
/** What clients are asked to wait for a server that restarts. */
const restartMs = 1_000;

/**
 * Starts the signaling server: rooms in memory, one WebSocket a participant.
 *
 * @throws what `listen` reports, `EADDRINUSE` above all
 */
export async function startSignalingServer(options: SignalingOptions): Promise<SignalingServer> {
  const server = new SignalingServer(options);
  await server.listen();
  return server;
}

export interface DrainChoice {
  /** Over how long the rooms are sent away, in ms. */
  readonly withinMs?: number;
  /** Another process serves on the same port already. */
  readonly handsOver?: boolean;
}

export class SignalingServer implements Administration {
  readonly #options: SignalingOptions;
  readonly #now: () => number;
  readonly #connections = new Set<Connection>();
  readonly #streams = new Set<{ destroy(): void }>();
  readonly #rooms: Rooms;
  readonly #metrics: Metrics;
  readonly #context: ConnectionContext;
  readonly #listener: Server;
  readonly #admin: Server | null;
  #timers: readonly NodeJS.Timeout[] = [];
  #isDraining = false;
  /** What emptied waits for. */
  #onEmpty: () => void = () => {};
  port = 0;
  adminPort: number | null = null;

  constructor(options: SignalingOptions) {
    const { maxSeats, now = Date.now, ticks = () => performance.now() } = options;
    this.#options = options;
    this.#now = now;
    this.#metrics = createMetrics(() => takeCensus(this.#rooms, this.#connections));
    this.#rooms = new Rooms({
      maxSeats,
      metrics: this.#metrics,
      onEnded: (meeting) => this.#ended(meeting),
    });
    this.#context = contextOf(options, { rooms: this.#rooms, metrics: this.#metrics, now, ticks });
    const secret = options.admin?.secret ?? null;
    const isReady = () => !this.#isDraining;
    const health = createHealth({ metrics: this.#metrics, isReady, secret });
    this.#listener = createListener({
      ...options,
      health,
      slowLane: this.#context.slowLane,
      refusal: () => this.#refusal(),
      onRefused: (status) => this.#refused(status),
      onSocket: (socket, origin) => this.#serve(socket, origin),
    });
    this.#admin =
      secret === null ? null : createAdminInterface({ secret, administration: this, health });
  }

  /** @throws what Node reports, `EADDRINUSE` above all */
  async listen(): Promise<void> {
    const { log, host, admin, isReplacement = false } = this.#options;
    for (const server of this.#servers()) {
      server.on("connection", (stream) => {
        this.#streams.add(stream);
        stream.once("close", () => this.#streams.delete(stream));
      });
    }
    this.port = await listen(this.#listener, this.#options);
    if (this.#admin && admin) {
      const where = { host: "127.0.0.1", port: admin.port, isReplacement };
      this.adminPort = await listen(this.#admin, where);
    }
    this.#timers = this.#startTimers();
    log("info", "listening", { host, port: this.port });
  }

  rooms(): readonly RoomSummary[] {
    return [...this.#rooms.list()].map(summarise);
  }

  endMeeting(roomId: RoomId, by: ParticipantId): void {
    this.#rooms.dispatch(roomId, { type: "finish", by, endedAt: this.#now() });
  }

  remove(roomId: RoomId, actor: ParticipantId): boolean {
    const removal = { roomId, actor, removedAt: this.#now() };
    const wasSeated = this.#remove(removal);
    this.#options.onRemoved?.(removal);
    return wasSeated;
  }

  /** Takes in what was closed elsewhere, and acts on it where it concerns who is in. */
  learn(closings: KnownClosings): void {
    this.#options.closings.addAll(closings);
    for (const removal of closings.removals) this.#remove(removal);
    for (const { roomId, by, endedAt } of closings.meetings) {
      // A meeting that was started anew since has other people in it, or the same once more.
      if (this.#rooms.isAllFromBefore(roomId, endedAt)) {
        this.#rooms.dispatch(roomId, { type: "finish", by, endedAt });
      }
    }
  }

  /** Lets nobody in any more, sends everybody away, and ends when nobody is left. */
  async drain({ withinMs, handsOver = false }: DrainChoice = {}): Promise<void> {
    const { log, drainMs } = this.#options;
    if (this.#isDraining) return;
    this.#isDraining = true;
    log("info", "draining", { count: this.#connections.size });
    // The one that comes is met on these ports alone: monitors would mix up what the two have counted.
    if (handsOver) for (const server of this.#servers()) server.close();
    const emptied = this.#emptied();
    await drain({
      emptied,
      rooms: this.#rooms,
      connections: this.#connections,
      withinMs: withinMs ?? drainMs,
      retryAfterMs: handsOver ? 0 : restartMs,
    });
    await emptied;
    await this.close();
  }

  /** Ends every socket and the listeners; may be called twice. */
  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#rooms.close();
    const closed = this.#servers().map(
      (server) => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    for (const stream of this.#streams) stream.destroy();
    await Promise.all(closed);
  }

  #servers(): readonly Server[] {
    return [this.#listener, this.#admin ?? []].flat();
  }

  #startTimers(): readonly NodeJS.Timeout[] {
    const { pingIntervalMs, watchIntervalMs, heartbeatTimeoutMs, closings } = this.#options;
    const { joinGate, actorLimits, slowLane, ticks } = this.#context;
    const beat = () => {
      closings.sweep(this.#now());
      joinGate.sweep(ticks());
      actorLimits.sweep(ticks());
      slowLane.sweep();
      for (const connection of this.#connections) {
        connection.beat(heartbeatTimeoutMs ?? limits.heartbeatTimeoutMs);
      }
    };
    const watch = () => {
      for (const connection of this.#connections) connection.watch();
    };
    return [
      setInterval(beat, pingIntervalMs ?? limits.pingIntervalMs),
      setInterval(watch, watchIntervalMs ?? defaultWatchIntervalMs),
    ];
  }

  #serve(socket: Socket, origin: Origin): void {
    const connection = new Connection(origin, socket, this.#context);
    this.#connections.add(connection);
    this.#rooms.add(connection);
    const inside = boundaryOf(connection);
    socket.handle({
      text: inside((text) => connection.receive(text)),
      binary: inside(() =>
        connection.refuseFrame({ code: "bad-json", message: "Frames have to be text, not binary" }),
      ),
      ping: inside((payload) => connection.pinged(payload)),
      pong: inside((payload) => connection.answered(payload)),
      erred: inside(() => connection.erred()),
      closed: inside((code) => {
        this.#connections.delete(connection);
        if (this.#connections.size === 0) this.#onEmpty();
        connection.closed(code);
      }),
    });
  }

  #refusal(): UpgradeRefusal | null {
    if (this.#isDraining) return draining;
    return this.#connections.size >= this.#options.maxConnections ? full : null;
  }

  #refused(status: number): void {
    this.#options.log("info", "upgrade-refused", { code: status });
    this.#metrics.upgradeRefused(status);
  }

  #ended(meeting: EndedMeeting): void {
    const { log, closings, onEnded } = this.#options;
    log("info", "meeting-ended", { room: meeting.roomId, actor: meeting.by });
    closings.addMeeting(meeting);
    onEnded?.(meeting);
  }

  /** Only who was in by then: they may have been let back in since. */
  #remove(removal: Removal): boolean {
    const { roomId, actor, removedAt } = removal;
    this.#options.closings.addRemoval(removal);
    const isSeated = this.#rooms.isFromBefore(roomId, actor, removedAt);
    if (isSeated) {
      this.#rooms.dispatch(roomId, { type: "remove", from: actor });
      this.#options.log("info", "removed", { room: roomId, actor });
    }
    return isSeated;
  }

  #emptied(): Promise<void> {
    return new Promise((resolve) => {
      this.#onEmpty = resolve;
      if (this.#connections.size === 0) resolve();
    });
  }
}

/** Holds what happens on a socket to that socket: a fault of ours costs nobody else anything (D12). */
function boundaryOf(connection: Connection) {
  return <Args extends readonly unknown[]>(handle: (...args: Args) => void) =>
    (...args: Args): void => {
      try {
        handle(...args);
      } catch (error) {
        connection.failed(error);
      }
    };
}

type Surroundings = Pick<ConnectionContext, "rooms" | "metrics" | "now" | "ticks">;

function contextOf(options: SignalingOptions, around: Surroundings): ConnectionContext {
  const { secrets, tokenTtlSeconds: maxTtlSeconds, rates, maxWaiting, closings, log } = options;
  return {
    ...around,
    closings,
    log,
    rates,
    verifyToken: createTokenVerifier({ secrets, maxTtlSeconds }),
    joinGate: new JoinGate(rates.joins),
    actorLimits: new ActorLimits(rates),
    waitingRoom: new WaitingRoom(maxWaiting),
    slowLane: new SlowLane(around.ticks),
    epoch: randomUUID(),
    // Rooms come one after the other from a server that hands over.
    settledAt:
      around.ticks() +
      (options.settleMs ?? limits.settleMs) +
      (options.isReplacement ? options.drainMs : 0),
    joinTimeoutMs: options.joinTimeoutMs ?? limits.joinTimeoutMs,
  };
}

const full: UpgradeRefusal = {
  status: 503,
  message: "Every place is taken: try again later",
  retryAfterS: 5,
};

const draining: UpgradeRefusal = {
  status: 503,
  message: "The server restarts: try again soon",
  retryAfterS: Math.ceil(restartMs / 1000),
};
