import { expect, test } from "vitest";
import { tokenFor } from "./testing/harness.ts";
import { connectionOpener } from "./testing/open-connections.ts";

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
