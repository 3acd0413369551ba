import { createTokenVerifier } from "@lectern/token/verify";
import { expect, test } from "vitest";
import { Closings } from "./closings.ts";
import { Connection, type ConnectionContext, type Wire } from "./connection.ts";
import { JoinGate } from "./join-gate.ts";
import type { ConnectionId } from "./room-types.ts";
import { Rooms } from "./rooms.ts";
import { secret, tokenFor } from "./testing/harness.ts";
import { WaitingRoom } from "./waiting-room.ts";

test("a late pong of a socket that lost its seat takes nothing from the one that has it", () => {
  const open = opener();
  const [tea, ana] = [open(1), open(2)];
  tea.connection.receive(join("teacher-1"));
  ana.connection.receive(join("student-5"));
  const { sessionId, secret: key } = ana.last("joined");
  const back = open(3);
  back.connection.receive(resume(sessionId, key));
  back.connection.closed(1006);
  tea.connection.receive(JSON.stringify({ type: "chat", message: "missed" }));
  ana.connection.answered("999");
  const again = open(4);
  again.connection.receive(resume(sessionId, back.last("resumed").secret));
  expect(again.last("chat")).toMatchObject({ message: "missed", seq: 2 });
});

function join(id: string): string {
  return JSON.stringify({
    type: "join",
    roomId: "conference-1",
    token: tokenFor(id),
    resumable: true,
  });
}

function resume(sessionId: string, key: string): string {
  const roomId = "conference-1";
  return JSON.stringify({ type: "resume", roomId, sessionId, secret: key, lastSeq: 1 });
}

/** Opens connections over wires that keep what goes out, all in the same rooms. */
function opener() {
  const wide = { perSecond: 1_000, burst: 1_000 };
  const context: ConnectionContext = {
    rooms: new Rooms({ maxSeats: 9, metrics: { error: () => {} }, onEnded: () => {} }),
    closings: new Closings(7200),
    verifyToken: createTokenVerifier({ secrets: [secret], maxTtlSeconds: 7200 }),
    joinGate: new JoinGate(wide),
    waitingRoom: new WaitingRoom(9),
    rates: { chat: wide, candidates: wide, descriptions: wide },
    metrics: {
      join: () => {},
      resume: () => {},
      relayed: () => {},
      error: () => {},
      closed: () => {},
    },
    log: () => {},
    epoch: "e1",
    settledAt: 0,
    joinTimeoutMs: 10_000,
    now: Date.now,
    ticks: () => performance.now(),
  };
  return (id: number) => {
    const sent: string[] = [];
    const wire: Wire = {
      unsentBytes: 0,
      isMidMessage: false,
      send: (frame) => void sent.push(String(frame).slice(String(frame).indexOf("{"))),
      ping: () => {},
      pong: () => {},
      close: () => {},
    };
    const connection = new Connection({ id: id as ConnectionId, address: "a" }, wire, context);
    context.rooms.add(connection);
    const last = (type: string) =>
      sent.map((text) => JSON.parse(text)).findLast((message) => message.type === type);
    return { connection, last };
  };
}
