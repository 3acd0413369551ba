import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What can be counted at any moment. */
export interface Census {
  readonly waiting: number;
  readonly joined: number;
  readonly rooms: number;
  readonly seats: number;
  readonly heldSeats: number;
  /** What other sides have not taken yet. */
  readonly unsentBytes: number;
  /** What is kept for seats whose clients have not shown that they have it. */
  readonly keptBytes: number;
}

export type RelayedType = (typeof relayedTypes)[number];

/** Counts what happens. Neither an actor nor a room is ever named (O1). */
export interface Metrics {
  /** @param result `joined`, or the code of a refusal */
  join(result: string): void;
  resume(result: "resumed" | "failed"): void;
  /** @param seconds from the message's arrival until it was handed to its receivers' sockets */
  relayed(type: RelayedType, seconds: number): void;
  /** @param code of the `error` that went out */
  error(code: string, times: number): void;
  closed(code: number): void;
  /** @param status HTTP answer in place of an upgrade */
  upgradeRefused(status: number): void;
  /** Text in the exposition format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

const relayedTypes = ["offer", "answer", "ice-candidate", "chat"] as const;
const relaySeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];

/** @param takeCensus called when somebody asks, so that what it says costs nothing until then */
export function createMetrics(takeCensus: () => Census): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const count = (name: string, help: string, label: string) =>
    new Counter({ name, help, labelNames: [label], registers });
  const joins = count("lectern_joins_total", "Joins, by how they ended", "result");
  const resumes = count("lectern_resumes_total", "Attempts to resume a seat", "result");
  const messages = count("lectern_relayed_total", "Messages sent on, by type", "type");
  const errors = count("lectern_errors_total", "Errors sent to clients, by code", "code");
  const closes = count("lectern_closes_total", "Sockets closed, by close code", "code");
  const refusals = count(
    "lectern_upgrade_refusals_total",
    "Refused handshakes, by status",
    "status",
  );
  const relay = new Histogram({
    name: "lectern_relay_seconds",
    help: "Time from a message's arrival until it is handed to its receivers' sockets",
    buckets: relaySeconds,
    registers,
  });
  const byType = new Map(relayedTypes.map((type) => [type, messages.labels(type)]));
  const show = createGauges(registry);
  return {
    join: (result) => joins.inc({ result }),
    resume: (result) => resumes.inc({ result }),
    relayed: (type, seconds) => {
      byType.get(type)?.inc();
      relay.observe(seconds);
    },
    error: (code, times) => errors.inc({ code }, times),
    closed: (code) => closes.inc({ code }),
    upgradeRefused: (status) => refusals.inc({ status }),
    text: () => {
      show(takeCensus());
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function createGauges(registry: Registry): (census: Census) => void {
  const registers = [registry];
  const gauge = (name: string, help: string, ...labelNames: readonly string[]) =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const connections = gauge("lectern_connections", "Open sockets", "state");
  const seats = gauge("lectern_seats", "Seats: live, or held for who may come back", "state");
  const rooms = gauge("lectern_rooms", "Rooms with a seat");
  const unsent = gauge("lectern_unsent_bytes", "Bytes that clients have not taken yet");
  const kept = gauge("lectern_kept_bytes", "Bytes kept for seats until their clients have them");
  return (census) => {
    connections.set({ state: "waiting" }, census.waiting);
    connections.set({ state: "joined" }, census.joined);
    seats.set({ state: "live" }, census.seats - census.heldSeats);
    seats.set({ state: "held" }, census.heldSeats);
    rooms.set(census.rooms);
    unsent.set(census.unsentBytes);
    kept.set(census.keptBytes);
  };
}
