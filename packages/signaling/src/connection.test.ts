import { PassThrough } from "node:stream";
import { describe, expect, test } from "vitest";
import { JoinGate } from "./join-gate.ts";
import { SlowLane } from "./slow-lane.ts";
import { tokenFor } from "./testing/harness.ts";
import { connectionOpener, type WiredConnection } from "./testing/open-connections.ts";

test("a late pong of a socket that lost its seat takes nothing from the one that has it", () => {
  const open = connectionOpener();
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
  again.connection.receive(resume(sessionId, back.last("resumed")["secret"]));
  expect(again.last("chat")).toMatchObject({ message: "missed", seq: 2 });
});

test("a ping is answered over its own socket, and counts as nothing at the seat", () => {
  const ana = connectionOpener()(1);
  ana.connection.receive(JSON.stringify({ type: "ping" }));
  expect(ana.last("error")).toMatchObject({ code: "join-required" });
  ana.connection.receive(join("student-5"));
  ana.connection.receive(JSON.stringify({ type: "ping", ref: "p1" }));
  expect(ana.last("pong")).toEqual({ type: "pong", ref: "p1" });
  ana.connection.receive(JSON.stringify({ type: "chat", message: "next" }));
  expect(ana.last("chat")).toMatchObject({ seq: 2 });
});

type Deed = (client: WiredConnection, open: (id: number) => WiredConnection) => void;

describe("an address has to wait at the door after", () => {
  const chat = { type: "chat", message: "x" };
  test.for<[string, Deed]>([
    ["D8: a flood of messages that nobody else draws out of a client", many(chat, 2_100)],
    ["D6: a flood of pings", pings(1_100)],
    ["ten messages that are none", many("{", 10)],
    ["D3, D10: what breaks RFC 6455 or its limits", ({ connection }) => connection.erred()],
  ])("%s", ([, abuse]) => expect(doesWaitAfter(abuse)).toBe(true));

  test("D9: a join that comes too soon after another", () => {
    const once = { joinGate: new JoinGate({ perSecond: 1, burst: 1 }) };
    expect(doesWaitAfter(({ connection }) => connection.close("bye"), once)).toBe(false);
    const again: Deed = (_, open) => open(2).connection.receive(join("student-5"));
    expect(doesWaitAfter(again, once)).toBe(true);
  });
});

describe("an address does not have to wait at the door after", () => {
  const candidate = { type: "ice-candidate", to: "student-6", payload: null };
  test.for<[string, Deed]>([
    ["a flood that others may have drawn out of a client", many(candidate, 2_100)],
    ["nine messages that are none", many("{", 9)],
    ["a socket that breaks", ({ connection }) => connection.closed(1006)],
    ["a leave", many({ type: "leave" }, 1)],
  ])("%s", ([, harmless]) => expect(doesWaitAfter(harmless)).toBe(false));
});

/** Whether who comes from there has to wait, after somebody joined and did that. */
function doesWaitAfter(deed: Deed, shared: { readonly joinGate?: JoinGate } = {}): boolean {
  const slowLane = new SlowLane(() => 0);
  const open = connectionOpener({ slowLane, ticks: () => 0, ...shared });
  const client = open(1);
  client.connection.receive(join("student-5"));
  deed(client, open);
  let isThrough = false;
  slowLane.pass("a", new PassThrough(), () => {
    isThrough = true;
  });
  return !isThrough;
}

function many(message: object | string, count: number): Deed {
  const text = typeof message === "string" ? message : JSON.stringify(message);
  return ({ connection }) => {
    for (let at = 0; at < count; at += 1) connection.receive(text);
  };
}

function pings(count: number): Deed {
  return ({ connection }) => {
    for (let at = 0; at < count; at += 1) connection.pinged(Buffer.alloc(0));
  };
}

function join(id: string): string {
  return JSON.stringify({
    type: "join",
    roomId: "conference-1",
    token: tokenFor(id),
    resumable: true,
  });
}

function resume(sessionId: unknown, key: unknown): string {
  const roomId = "conference-1";
  return JSON.stringify({ type: "resume", roomId, sessionId, secret: key, lastSeq: 1 });
}
