import { describe, expect, test, vi } from "vitest";
import type { Conference } from "./conference.ts";
import { FakeConnection } from "./testing/fake-connection.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import {
  connectAll,
  joinAs,
  letBackIn,
  offered,
  person,
  settle,
  start,
  useFakeBrowser,
} from "./testing/harness.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");

useFakeBrowser();

describe("when the socket breaks", () => {
  test("it comes back with a fresh token and keeps the calls that are up, negotiating nothing", async () => {
    const conference = await joinAs(tea, [ana, ben]);
    await connectAll();
    const instance = FakeSocket.last.sent[0];
    FakeSocket.last.break();
    expect(conference.state.status).toEqual({
      type: "reconnecting",
      since: Date.now(),
      attempt: 1,
    });
    expect(conference.state.participants).toHaveLength(2);
    await letBackIn({ self: tea, others: [ana, ben] });
    expect(FakeSocket.last.sent).toEqual([{ ...instance, token: "token-2" }]);
    for (const { done } of FakeConnection.all)
      expect(done).toEqual(["local offer", "remote answer"]);
    expect(conference.state.status).toEqual({ type: "joined" });
  });

  test("since stays, attempt counts", async () => {
    const conference = await joinAs(tea, []);
    const since = Date.now();
    FakeSocket.last.break();
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.break();
    expect(conference.state.status).toEqual({ type: "reconnecting", since, attempt: 2 });
  });

  test("before the first seat, it is still connecting", async () => {
    const conference = start();
    await settle();
    FakeSocket.last.break();
    expect(conference.state.status).toEqual({ type: "connecting", attempt: 2 });
  });

  test("a call that is not up is made anew by its initiator", async () => {
    await joinAs(tea, [ana]);
    FakeSocket.last.break();
    await letBackIn({ self: tea, others: [ana] });
    expect(offered()).toEqual([ana.id]);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test("who comes back with another page gets a new call", async () => {
    await joinAs(tea, [ana]);
    await connectAll();
    FakeSocket.last.break();
    await letBackIn({ self: tea, others: [person(ana.id, "a2")] });
    expect(offered()).toEqual([ana.id]);
  });

  test("what happens to the call that a new one replaced is of no account", async () => {
    const conference = await joinAs(tea, [ana]);
    FakeSocket.last.receive({ type: "peer-joined", peer: person(ana.id, "a2") });
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "connection-lost" });
    FakeConnection.at(0).become("failed");
    expect(idsIn(conference)).toEqual([ana.id]);
  });

  test("of a restarted server, nobody who is back in time was gone", async () => {
    const conference = await joinAs(tea, [ana, ben]);
    const went = vi.fn();
    conference.on("participant-left", went);
    await connectAll();
    FakeSocket.last.break();
    await letBackIn({ self: tea, epoch: "two", settleMs: 15_000 });
    for (const peer of [ben, ana]) FakeSocket.last.receive({ type: "peer-joined", peer });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(went).not.toHaveBeenCalled();
    expect(offered()).toEqual([]);
    expect(idsIn(conference)).toEqual([ana.id, ben.id]);
  });

  test("of a restarted server, who is not back when it has settled is gone, with the call", async () => {
    const conference = await joinAs(tea, [ana]);
    await connectAll();
    FakeSocket.last.break();
    await letBackIn({ self: tea, epoch: "two", settleMs: 4000 });
    await vi.advanceTimersByTimeAsync(3999);
    expect(idsIn(conference)).toEqual([ana.id]);
    await vi.advanceTimersByTimeAsync(1);
    expect(idsIn(conference)).toEqual([]);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test("a token by itself is used until it has expired", async () => {
    const conference = await joinAs(tea, [], { token: "the-one" });
    FakeSocket.last.break();
    await letBackIn({ self: tea });
    expect(FakeSocket.last.sent).toMatchObject([{ type: "join", token: "the-one" }]);
    FakeSocket.last.receive({ type: "error", code: "token-expired", message: "Expired" });
    FakeSocket.last.break(4100, "token-expired");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(2);
    expect(conference.state.status).toMatchObject({ type: "stopped", code: "token-expired" });
  });

  test("a stop ends every call, and says why", async () => {
    const conference = await joinAs(tea, [ana]);
    FakeSocket.last.receive({ type: "error", code: "session-replaced", message: "Elsewhere" });
    FakeSocket.last.break(4509, "session-replaced");
    expect(conference.state).toMatchObject({
      status: { type: "stopped", code: "session-replaced", message: "Elsewhere" },
      participants: [],
    });
    expect(FakeConnection.at(0).done).toContain("close");
  });
});

describe("when somebody goes", () => {
  test("who was lost is out of sight after 600 ms, and back with the same call", async () => {
    const conference = await joinAs(tea, [ana]);
    await connectAll();
    const heard = listen(conference);
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "connection-lost" });
    await vi.advanceTimersByTimeAsync(599);
    expect(idsIn(conference)).toEqual([ana.id]);
    await vi.advanceTimersByTimeAsync(1);
    expect(idsIn(conference)).toEqual([]);
    FakeSocket.last.receive({ type: "peer-joined", peer: ana });
    expect(heard).toEqual(["left student-5 connection-lost", "joined student-5"]);
    expect(FakeConnection.at(0).done).toEqual(["local offer", "remote answer"]);
  });

  test("who was lost and is back at once never went", async () => {
    const conference = await joinAs(tea, [ana]);
    await connectAll();
    const heard = listen(conference);
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "connection-lost" });
    FakeSocket.last.receive({ type: "peer-joined", peer: ana });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(heard).toEqual([]);
    expect(FakeConnection.all).toHaveLength(1);
  });

  test("the call to who was lost ends after 30 s", async () => {
    await joinAs(tea, [ana]);
    await connectAll();
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "connection-lost" });
    await vi.advanceTimersByTimeAsync(29_999);
    expect(FakeConnection.at(0).done).not.toContain("close");
    await vi.advanceTimersByTimeAsync(1);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test.each(["left", "removed"])("who %s is gone at once, with the call", async (reason) => {
    const conference = await joinAs(tea, [ana]);
    const heard = listen(conference);
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason });
    expect(idsIn(conference)).toEqual([]);
    expect(heard).toEqual([`left student-5 ${reason}`]);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test("the state is up to date when an event tells of it", async () => {
    const conference = await joinAs(tea, [ana]);
    const seen: (readonly string[])[] = [];
    conference.on("participant-left", () => seen.push(idsIn(conference)));
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "left" });
    expect(seen).toEqual([[]]);
  });
});

function idsIn({ state }: Conference): readonly string[] {
  return state.participants.map(({ id }) => id);
}

function listen(conference: Conference): readonly string[] {
  const heard: string[] = [];
  conference.on("participant-joined", ({ id }) => heard.push(`joined ${id}`));
  conference.on("participant-left", ({ participant, reason }) =>
    heard.push(`left ${participant.id} ${reason}`),
  );
  return heard;
}
