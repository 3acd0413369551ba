import { describe, expect, test, vi } from "vitest";
import type { Conference } from "./conference.ts";
import { FakeConnection, sdpOf } from "./testing/fake-connection.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import {
  connectAll,
  held,
  letIn,
  offered,
  page,
  person,
  reconnect,
  resume,
  settle,
  sitAs,
  useFakeBrowser,
} from "./testing/harness.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");

useFakeBrowser();

describe("a seat that is held", () => {
  test("is asked for, and resumed without a token, from the last message on", async () => {
    const token = vi.fn(async () => "t");
    await sitAs(tea, [ana], { token });
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "join", resumable: true });
    FakeSocket.last.receive({ type: "peer-joined", peer: ben, seq: 2 });
    await reconnect();
    expect(FakeSocket.last.sent).toEqual([
      {
        type: "resume",
        roomId: "conference-1",
        sessionId: "session-1",
        secret: "secret-1",
        lastSeq: 2,
      },
    ]);
    expect(token).toHaveBeenCalledOnce();
  });

  test("is resumed again with the secret that came last", async () => {
    await sitAs(tea, []);
    await reconnect();
    resume(2, [said("one", 2)]);
    await reconnect();
    expect(FakeSocket.last.sent).toMatchObject([{ secret: "secret-2", lastSeq: 2 }]);
  });

  test("is tried for until nobody can hold it any more, and then another is taken", async () => {
    await sitAs(tea, []);
    const brokenAt = Date.now();
    const triedAt: number[] = [];
    for (let type = "resume"; type === "resume"; type = FakeSocket.last.types[0] ?? "none") {
      triedAt.push(Date.now() - brokenAt);
      await vi.advanceTimersByTimeAsync(0);
      const tried = FakeSocket.all.length;
      FakeSocket.last.break();
      while (FakeSocket.all.length === tried) await vi.advanceTimersByTimeAsync(100);
      FakeSocket.last.open();
    }
    expect(triedAt.at(-1)).toBeLessThan(70_000);
    expect(FakeSocket.last.sent).toMatchObject([{ type: "join", token: "token-2" }]);
  });

  test("shows nothing of a short break but since when it lasts", async () => {
    const conference = await sitAs(tea, [ana, ben]);
    await connectAll();
    const { participants, chat } = conference.state;
    const changed: (readonly string[])[] = [];
    conference.on("change", (state) => {
      changed.push([state.status.type]);
      expect(state.participants).toBe(participants);
      expect(state.chat).toBe(chat);
    });
    await reconnect();
    resume(1);
    await settle();
    expect(changed).toEqual([["reconnecting"], ["joined"]]);
    expect(FakeSocket.last.types).toEqual(["resume"]);
    for (const { done } of FakeConnection.all)
      expect(done).toEqual(["local offer", "remote answer"]);
  });

  test("is one's own again when all that was missed is in", async () => {
    const conference = await sitAs(tea, []);
    await reconnect();
    resume(3, [said("one", 2)]);
    expect(conference.state.status.type).toBe("reconnecting");
    FakeSocket.last.receive(said("two", 3));
    expect(conference.state.status).toEqual({ type: "joined" });
    expect(words(conference)).toEqual(["one", "two"]);
  });

  test("breaks again while what was missed comes in, and goes on from there", async () => {
    const conference = await sitAs(tea, []);
    await reconnect();
    resume(3, [said("one", 2)]);
    await reconnect();
    expect(FakeSocket.last.sent).toMatchObject([{ type: "resume", lastSeq: 2 }]);
    resume(3, [said("two", 3)]);
    expect(words(conference)).toEqual(["one", "two"]);
    expect(conference.state.status).toEqual({ type: "joined" });
  });

  test("was of an older server: what is not said of a session is no session", async () => {
    await sitAs(tea, []);
    await reconnect();
    FakeSocket.last.receive({ type: "error", code: "resume-failed", message: "Not held" });
    await letIn({ self: tea });
    await reconnect();
    expect(FakeSocket.last.types).toEqual(["join"]);
  });

  test("is resumed at once over a network that came after none, and the calls look for a way there", async () => {
    await sitAs(tea, [ana]);
    await connectAll();
    for (const type of ["offline", "online"]) page.dispatchEvent(new Event(type));
    await vi.advanceTimersByTimeAsync(101);
    expect(FakeSocket.all.map(({ readyState }) => readyState)).toEqual([3, 0]);
    FakeSocket.last.open();
    expect(FakeSocket.last.types).toEqual(["resume"]);
    expect(FakeConnection.at(0).done).not.toContain("restart");
    resume(1);
    await settle();
    expect(FakeConnection.at(0).done).toContain("restart");
  });

  test("is given up by who leaves while it is being resumed", async () => {
    const conference = await sitAs(tea, []);
    await reconnect();
    conference.leave();
    expect(FakeSocket.last.types).toEqual(["resume", "leave"]);
    expect(conference.state.status).toEqual({ type: "left" });
  });

  test("whose meeting was ended meanwhile says so", async () => {
    const conference = await sitAs(ana, [tea]);
    await reconnect();
    resume(2, [{ type: "meeting-ended", by: tea.id, seq: 2 }]);
    expect(conference.state.status).toEqual({ type: "ended", by: tea.id });
  });

  test("takes the wish to end the meeting when it is back", async () => {
    const conference = await sitAs(tea, []);
    FakeSocket.last.break();
    conference.endMeeting();
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    resume(1);
    expect(FakeSocket.last.types).toEqual(["resume", "meeting-ended"]);
  });
});

describe("a message that is not the next one", () => {
  test("is passed over when it was had before", async () => {
    const conference = await sitAs(tea, [ana]);
    await connectAll();
    FakeSocket.last.receive({ type: "peer-joined", peer: ben, seq: 2 });
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "left", seq: 2 });
    expect(conference.state.participants).toHaveLength(2);
  });

  test("costs the seat when one is missing before it: another is taken, the calls are kept", async () => {
    const conference = await sitAs(tea, [ana]);
    await connectAll();
    const socket = FakeSocket.last;
    socket.receive(said("lost before it", 3));
    expect(words(conference)).toEqual([]);
    expect(socket.readyState).toBe(3);
    expect(conference.state.status).toMatchObject({ type: "reconnecting", attempt: 1 });
    await vi.advanceTimersByTimeAsync(500);
    await letIn({ self: tea, others: [ana], ...held });
    expect(FakeSocket.last.sent).toMatchObject([{ type: "join", token: "token-2" }]);
    expect(FakeConnection.at(0).done).toEqual(["local offer", "remote answer"]);
  });

  test("is the next after one that this version does not understand", async () => {
    const conference = await sitAs(tea, []);
    FakeSocket.last.receive({ type: "of-a-later-version", seq: 2 });
    FakeSocket.last.receive(said("after it", 3));
    expect(words(conference)).toEqual(["after it"]);
  });
});

describe("a seat that is not held any more", () => {
  test("is exchanged over the same socket with a fresh token, keeping calls and saying nothing", async () => {
    const conference = await sitAs(tea, [ana, ben]);
    await connectAll();
    const onError = vi.fn();
    conference.on("error", onError);
    await refused();
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.sent).toMatchObject([
      { type: "resume" },
      { type: "join", token: "token-2", resumable: true },
    ]);
    await letIn({ self: tea, others: [ana, ben], ...held });
    expect(offered()).toEqual([]);
    expect(onError).not.toHaveBeenCalled();
    expect(conference.state.status).toEqual({ type: "joined" });
  });

  test("of the same server life: who is missing has left meanwhile", async () => {
    const conference = await sitAs(tea, [ana, ben]);
    await connectAll();
    await refused();
    await letIn({ self: tea, others: [ben], settleMs: 9000, ...held });
    expect(conference.state.participants.map(({ id }) => id)).toEqual([ben.id]);
  });

  test("of a restarted server: who is missing is gone once it has settled, call up or not", async () => {
    const conference = await sitAs(tea, [ana, ben]);
    FakeConnection.at(0).become("connected");
    await refused();
    await letIn({ self: tea, epoch: "two", settleMs: 9000, ...held });
    await vi.advanceTimersByTimeAsync(8999);
    expect(conference.state.participants).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(conference.state.participants).toEqual([]);
  });

  test("that was of a process which drains is not asked for again", async () => {
    await sitAs(tea, []);
    FakeSocket.last.receive({ type: "error", code: "draining", message: "Restart", seq: 2 });
    FakeSocket.last.break(4000, "draining");
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    expect(FakeSocket.last.types).toEqual(["join"]);
  });
});

describe("an own line that was pending when the socket broke", () => {
  test("stays pending until its echo is among what was missed", async () => {
    const conference = await sitAs(tea, []);
    const ref = conference.sendChat("Hi");
    await reconnect();
    resume(3, [said("one", 2)]);
    expect(deliveries(conference)).toEqual(["pending", "sent"]);
    FakeSocket.last.receive({ ...said("Hi", 3), from: tea.id, ref });
    expect(words(conference)).toEqual(["one", "Hi"]);
    expect(deliveries(conference)).toEqual(["sent", "sent"]);
  });

  test("has failed when all that was missed is in without it, and not before", async () => {
    const conference = await sitAs(tea, []);
    conference.sendChat("lost");
    await reconnect();
    resume(2);
    expect(deliveries(conference)).toEqual(["pending"]);
    FakeSocket.last.receive(said("one", 2));
    expect(deliveries(conference)).toEqual(["failed", "sent"]);
    expect(FakeSocket.last.types).toEqual(["resume"]);
  });

  test("a line that is written as soon as one is back is none of them", async () => {
    const conference = await sitAs(tea, []);
    conference.sendChat("lost");
    await reconnect();
    const off = conference.on("change", () => {
      off();
      conference.sendChat("new");
    });
    resume(1);
    expect(deliveries(conference)).toEqual(["failed", "pending"]);
    expect(FakeSocket.last.types).toEqual(["resume", "chat"]);
  });

  test("a line that is written while the socket is away is not sent, and not later either", async () => {
    const conference = await sitAs(tea, []);
    await reconnect();
    conference.sendChat("too early");
    expect(deliveries(conference)).toEqual(["failed"]);
    resume(1);
    expect(FakeSocket.last.types).toEqual(["resume"]);
  });
});

describe("a call that is being set up when the socket breaks", () => {
  test("goes on with what was found meanwhile, in order, once the seat is back", async () => {
    await sitAs(tea, [ana]);
    FakeSocket.last.break();
    found("one");
    found("two");
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    resume(2, [said("one", 2)]);
    await settle();
    expect(signals()).toEqual(["offer", "one", "two"]);
    expect(FakeConnection.at(0).done).toEqual(["local offer"]);
  });

  test("offers no second time what is answered among what was missed", async () => {
    await sitAs(tea, [ana]);
    found("one");
    await reconnect();
    const payload = { type: "answer", sdp: sdpOf(7) };
    resume(2, [{ type: "answer", from: ana.id, payload, seq: 2 }]);
    await settle();
    expect(signals()).toEqual(["one"]);
    expect(FakeConnection.at(0).done).toEqual(["local offer", "remote answer"]);
  });

  test("answers what was asked just before, to who waits for it", async () => {
    await sitAs(ana, [tea]);
    const payload = { type: "offer", sdp: sdpOf(7) };
    FakeSocket.last.receive({ type: "offer", from: tea.id, payload, seq: 2 });
    await reconnect();
    resume(2);
    await settle();
    expect(signals()).toEqual(["answer"]);
  });

  test("says nothing to a page that has gone meanwhile, and calls the new one once", async () => {
    await sitAs(tea, [ana]);
    await reconnect();
    resume(3, [
      { type: "peer-left", peerId: ana.id, reason: "connection-lost", seq: 2 },
      { type: "peer-joined", peer: person(ana.id, "a2"), seq: 3 },
    ]);
    await settle();
    expect(signals()).toEqual(["offer"]);
    expect(FakeConnection.at(0).done).toContain("close");
    expect(FakeConnection.all).toHaveLength(2);
  });

  test("is made anew by its initiator when the seat was lost, and nothing old is said", async () => {
    await sitAs(tea, [ana]);
    FakeSocket.last.break();
    found("old");
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    FakeSocket.last.receive({ type: "error", code: "resume-failed", message: "Not held" });
    await settle();
    await letIn({ self: tea, others: [ana], ...held });
    expect(signals()).toEqual(["offer"]);
    expect(FakeConnection.all).toHaveLength(2);
  });

  test("that failed meanwhile is looked for another way", async () => {
    await sitAs(tea, [ana]);
    await connectAll();
    FakeSocket.last.break();
    FakeConnection.at(0).become("failed");
    await vi.advanceTimersByTimeAsync(500);
    FakeSocket.last.open();
    resume(1);
    await settle();
    expect(signals()).toEqual(["offer"]);
    expect(FakeConnection.at(0).done).toEqual([
      ...["local offer", "remote answer", "restart", "local offer"],
    ]);
  });
});

/** The next socket is open, and the seat is not to be had back. */
async function refused(): Promise<void> {
  await reconnect();
  FakeSocket.last.receive({ type: "error", code: "resume-failed", message: "Not held" });
  await settle();
}

function said(message: string, seq: number) {
  return { type: "chat", id: `c${seq}`, from: ana.id, name: "Ana", message, sentAt: 5, seq };
}

function words({ state }: Conference): readonly string[] {
  return state.chat.map(({ message }) => message);
}

function deliveries({ state }: Conference): readonly string[] {
  return state.chat.map(({ delivery }) => delivery);
}

/** The first call has found another way through the network. */
function found(candidate: string): void {
  FakeConnection.at(0).onicecandidate?.({ candidate: { candidate } });
}

/** What the last socket has carried to set up calls: candidates by their text. */
function signals(): readonly string[] {
  return FakeSocket.last.sent.flatMap((sent) => {
    if (sent.type === "ice-candidate") return [sent.payload?.candidate ?? "end"];
    return "to" in sent ? [sent.type] : [];
  });
}
