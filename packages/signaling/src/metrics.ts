import {
  closeCodes,
  closeMessageTooBig,
  type ErrorCode,
  openErrorCodes,
} from "@lectern/protocol/codes";
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

export type JoinResult = (typeof joinResults)[number];
export type RelayedType = (typeof relayedTypes)[number];

/** Counts what happens. Neither an actor nor a room is ever named (O1). */
export interface Metrics {
  /** @param result `joined`, the code of a refusal, or `join-refused` when it was the room that refused */
  join(result: JoinResult): void;
  resume(result: (typeof resumeResults)[number]): void;
  /** @param seconds from the message's arrival until it was handed to its receivers' sockets */
  relayed(type: RelayedType, seconds: number): void;
  /** @param code of the `error` that went out */
  error(code: ErrorCode, times: number): void;
  /** @param code that it was closed with, by whichever side */
  closed(code: number): void;
  /** @param status HTTP answer in place of an upgrade */
  upgradeRefused(status: number): void;
  /** Text in the exposition format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

const relayedTypes = ["offer", "answer", "ice-candidate", "chat", "mend", "report"] as const;
const relaySeconds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1];
const joinResults = [
  "joined",
  "join-refused",
  "token-expired",
  "token-invalid",
  "forbidden",
  "meeting-ended",
  "rate-limited",
] as const;
const resumeResults = ["resumed", "failed", "rate-limited"] as const;
const errorCodes = [...openErrorCodes, ...Object.keys(closeCodes).filter((name) => name !== "bye")];
/** Ours, and those of clients that go away, say nothing, break off or break the protocol (RFC 6455 §7.4.1). */
const closeLabels = [
  ...Object.values(closeCodes),
  ...[1001, 1002, 1005, 1006, 1007, 1008, closeMessageTooBig, "other"],
].map(String);
const refusalStatuses = ["400", "403", "404", "426", "503"] as const;

/** The name of a label, and the values that it has. */
type Label = readonly [name: string, values: readonly string[]];

/** @param takeCensus called when somebody asks, so that what it says costs nothing until then */
export function createMetrics(takeCensus: () => Census): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const { joins, resumes, relayed, errors, closes, refusals } = createCounters(registry);
  const relay = new Histogram({
    name: "lectern_relay_seconds",
    help: "Time from a message's arrival until it is handed to its receivers' sockets",
    buckets: relaySeconds,
    registers: [registry],
  });
  const byType = new Map(relayedTypes.map((type) => [type, relayed.labels(type)]));
  const show = createGauges(registry);
  return {
    join: (result) => joins.inc({ result }),
    resume: (result) => resumes.inc({ result }),
    relayed: (type, seconds) => {
      byType.get(type)?.inc();
      relay.observe(seconds);
    },
    error: (code, times) => errors.inc({ code }, times),
    closed: (code) => closes.inc({ code: closeLabel(code) }),
    upgradeRefused: (status) => refusals.inc({ status }),
    text: () => {
      show(takeCensus());
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}

/** A client closes with whatever code it likes, and is not to make a series of each. */
function closeLabel(code: number): string {
  const label = String(code);
  return closeLabels.includes(label) ? label : "other";
}

/** Every series is there from the start: where one begins at 1, `increase()` does not see the first event. */
function createCounters(registry: Registry) {
  const registers = [registry];
  const count = (name: string, help: string, [label, values]: Label) => {
    const counter = new Counter({ name, help, labelNames: [label], registers });
    for (const value of values) counter.inc({ [label]: value }, 0);
    return counter;
  };
  return {
    joins: count("lectern_joins_total", "Joins, by how they ended", ["result", joinResults]),
    resumes: count("lectern_resumes_total", "Attempts to resume a seat", ["result", resumeResults]),
    relayed: count("lectern_relayed_total", "Messages sent on, by type", ["type", relayedTypes]),
    errors: count("lectern_errors_total", "Errors sent to clients, by code", ["code", errorCodes]),
    closes: count("lectern_closes_total", "Sockets closed, by close code", ["code", closeLabels]),
    refusals: count("lectern_upgrade_refusals_total", "Refused handshakes, by status", [
      "status",
      refusalStatuses,
    ]),
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
