import { createTokenVerifier } from "@lectern/token/verify";
import { ActorLimits } from "../actor-limits.ts";
import { Closings } from "../closings.ts";
import { Connection, type ConnectionContext, type Wire } from "../connection.ts";
import { JoinGate } from "../join-gate.ts";
import type { ConnectionId } from "../room-types.ts";
import { Rooms } from "../rooms.ts";
import { SlowLane } from "../slow-lane.ts";
import { WaitingRoom } from "../waiting-room.ts";
import { secret } from "./harness.ts";

type Message = Readonly<Record<string, unknown>>;

/** A connection over a wire that keeps what goes out. */
export interface WiredConnection {
  readonly connection: Connection;
  /** The texts of the frames, in order. */
  readonly sent: readonly string[];
  /** The last message of a type. */
  last(type: string): Message;
}

/** Opens connections without sockets, by a number each, all in the same rooms and from the address "a". */
export function connectionOpener(
  shared: Partial<ConnectionContext> = {},
): (id: number) => WiredConnection {
  const wide = { perSecond: 1_000, burst: 1_000 };
  const rates = { chat: wide, candidates: wide, descriptions: wide };
  const silent = () => {};
  const context: ConnectionContext = {
    rooms: new Rooms({ maxSeats: 9, metrics: { error: silent }, onEnded: silent }),
    closings: new Closings(7200),
    verifyToken: createTokenVerifier({ secrets: [secret], maxTtlSeconds: 7200 }),
    joinGate: new JoinGate(wide),
    actorLimits: new ActorLimits(rates),
    waitingRoom: new WaitingRoom(9),
    slowLane: new SlowLane(() => 0),
    rates,
    metrics: { join: silent, resume: silent, relayed: silent, error: silent, closed: silent },
    log: silent,
    epoch: "e1",
    settledAt: 0,
    joinTimeoutMs: 10_000,
    now: Date.now,
    ticks: () => performance.now(),
    ...shared,
  };
  return (id) => {
    const sent: string[] = [];
    const wire: Wire = {
      unsentBytes: 0,
      isMidMessage: false,
      send: (frame) => void sent.push(String(frame).slice(String(frame).indexOf("{"))),
      ping: silent,
      pong: silent,
      close: silent,
    };
    const connection = new Connection({ id: id as ConnectionId, address: "a" }, wire, context);
    context.rooms.add(connection);
    const last = (type: string) =>
      sent.map((text) => JSON.parse(text)).findLast((message) => message.type === type);
    return { connection, sent, last };
  };
}
