import type { Participant } from "@lectern/protocol/messages";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Conference } from "./conference.ts";
import { AccessRefused } from "./errors.ts";
import { joinConference } from "./join-conference.ts";
import type { JoinOptions } from "./join-options.ts";
import { FakeConnection, FakeSocket, FakeStream, person, sdpOf } from "./testing.fake.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("MediaStream", FakeStream);
  FakeSocket.all = [];
  FakeConnection.all = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the first offer", () => {
  test.each([
    ["the teacher, coming last", tea, [ana], "offers"],
    ["a student, coming after the teacher", ana, [tea], "waits"],
    ["a student, coming after a student", ana, [ben], "offers"],
    ["a teacher, coming after a teacher", tea, [person("teacher-2")], "offers"],
  ] as const)("%s", async (_, self, others, does) => {
    await joinAs(self, others);
    expect(FakeSocket.last.types().includes("offer")).toBe(does === "offers");
  });

  test.each([
    ["the teacher calls a student who comes", tea, ana, "offers"],
    ["a student is called by a teacher who comes", ana, tea, "waits"],
    ["a student is called by a student who comes", ana, ben, "waits"],
  ] as const)("%s", async (_, self, comer, does) => {
    await joinAs(self, []);
    FakeSocket.last.receive({ type: "peer-joined", peer: comer });
    await settle();
    expect(FakeSocket.last.types().includes("offer")).toBe(does === "offers");
  });
});

describe("a negotiation", () => {
  test("candidates wait for the remote description, then are applied in order", async () => {
    await joinAs(ana, [tea]);
    const socket = FakeSocket.last;
    socket.receive({ type: "ice-candidate", from: tea.id, payload: { candidate: "one" } });
    socket.receive({ type: "ice-candidate", from: tea.id, payload: { candidate: "two" } });
    socket.receive({ type: "offer", from: tea.id, payload: { type: "offer", sdp: sdpOf(77) } });
    socket.receive({ type: "ice-candidate", from: tea.id, payload: null });
    await settle();
    expect(FakeConnection.at(0).done).toEqual([
      "remote offer",
      "candidate one",
      "candidate two",
      "local answer",
      "candidate end",
    ]);
    expect(socket.types()).toEqual(["join", "answer"]);
  });

  test("an answer that nobody waits for is dropped", async () => {
    await joinAs(ana, [tea]);
    FakeSocket.last.receive({
      type: "answer",
      from: tea.id,
      payload: { type: "answer", sdp: sdpOf(9) },
    });
    await settle();
    expect(FakeConnection.at(0).done).toEqual([]);
  });

  test("an offer of another peer connection makes the pair anew", async () => {
    await joinAs(ana, [tea]);
    for (const session of [77, 78]) {
      const payload = { type: "offer", sdp: sdpOf(session) };
      FakeSocket.last.receive({ type: "offer", from: tea.id, payload });
      await settle();
    }
    expect(FakeConnection.all).toHaveLength(2);
    expect(FakeConnection.at(0).done).toContain("close");
    expect(FakeConnection.at(1).done).toEqual(["remote offer", "local answer"]);
  });

  test("a pair that failed is restarted by its initiator, and by nobody else", async () => {
    await joinAs(tea, [ana]);
    FakeConnection.at(0).become("failed");
    await settle();
    expect(FakeConnection.at(0).done).toContain("restart");
  });
});

describe("when the socket breaks", () => {
  test("it comes back with a fresh token and keeps the calls that are up, negotiating nothing", async () => {
    const conference = await joinAs(tea, [ana, ben]);
    connectAll();
    FakeSocket.last.break();
    expect(conference.state.status).toMatchObject({ type: "reconnecting", attempt: 1 });
    await comeBack(tea, [ana, ben]);
    expect(FakeSocket.all).toHaveLength(2);
    expect(FakeSocket.last.sent[0]).toMatchObject({ type: "join", token: "token-2" });
    expect(FakeSocket.last.types()).toEqual(["join"]);
    expect(FakeConnection.all).toHaveLength(2);
    expect(conference.state.status).toEqual({ type: "joined" });
  });

  test("a call that is not up is made anew by its initiator", async () => {
    await joinAs(tea, [ana]);
    FakeSocket.last.break();
    await comeBack(tea, [ana]);
    expect(FakeSocket.last.types()).toEqual(["join", "offer"]);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test("who comes back with another page gets a new call", async () => {
    await joinAs(tea, [ana]);
    connectAll();
    FakeSocket.last.break();
    await comeBack(tea, [person("student-5", "a2")]);
    expect(FakeSocket.last.types()).toEqual(["join", "offer"]);
  });

  test("of the same server life, who is missing is gone", async () => {
    const conference = await joinAs(tea, [ana]);
    connectAll();
    FakeSocket.last.break();
    await comeBack(tea, []);
    expect(conference.state.participants).toEqual([]);
  });

  test("of a restarted server, who is missing is waited for while their call is up", async () => {
    const conference = await joinAs(tea, [ana, ben]);
    FakeConnection.at(0).become("connected");
    FakeSocket.last.break();
    await comeBack(tea, [], "e2");
    expect(conference.state.participants.map(({ id }) => id)).toEqual([ana.id]);
    FakeSocket.last.receive({ type: "peer-joined", peer: ana });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(conference.state.participants.map(({ id }) => id)).toEqual([ana.id]);
    expect(FakeSocket.last.types()).toEqual(["join"]);
  });

  test("of a restarted server, who does not come back is gone when it has settled", async () => {
    const conference = await joinAs(tea, [ana]);
    connectAll();
    FakeSocket.last.break();
    await comeBack(tea, [], "e2");
    await vi.advanceTimersByTimeAsync(15_000);
    expect(conference.state.participants).toEqual([]);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test.each([
    [4500, "bad-message"],
    [4501, "token-invalid"],
    [4503, "forbidden"],
    [4509, "session-replaced"],
    [4510, "removed"],
    [4514, "room-full"],
  ])("after close code %i it stops with %s", async (code, reason) => {
    const conference = await joinAs(tea, [ana]);
    FakeSocket.last.break(code, reason);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(conference.state.status).toMatchObject({ type: "stopped", code: reason });
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test.each([1006, 1001, 4000, 4001, 4100])("after close code %i it comes back", async (code) => {
    await joinAs(tea, []);
    FakeSocket.last.break(code);
    await vi.advanceTimersByTimeAsync(1000);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("a refused token ends it; a network that is away does not", async () => {
    const answers = ["first", new TypeError("offline"), new AccessRefused("meeting-ended", "Over")];
    const conference = start({ token: () => answered(answers.shift()) });
    await open(tea, []);
    FakeSocket.last.break();
    await vi.advanceTimersByTimeAsync(600);
    expect(conference.state.status.type).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(2000);
    expect(conference.state.status).toEqual({ type: "ended", by: null });
  });
});

describe("when somebody goes", () => {
  test("who left is gone at once, with the call", async () => {
    const conference = await joinAs(tea, [ana]);
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "left" });
    expect(conference.state.participants).toEqual([]);
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test("who was lost is gone from sight within a second, and back with the same call", async () => {
    const conference = await joinAs(tea, [ana]);
    connectAll();
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "connection-lost" });
    await vi.advanceTimersByTimeAsync(900);
    expect(conference.state.participants).toEqual([]);
    FakeSocket.last.receive({ type: "peer-joined", peer: ana });
    expect(conference.state.participants).toHaveLength(1);
    expect(FakeConnection.all).toHaveLength(1);
  });

  test("who was lost and is back at once never went", async () => {
    const conference = await joinAs(tea, [ana]);
    connectAll();
    const left = vi.fn();
    conference.on("participant-left", left);
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "connection-lost" });
    FakeSocket.last.receive({ type: "peer-joined", peer: ana });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(left).not.toHaveBeenCalled();
    expect(conference.state.participants).toHaveLength(1);
  });
});

describe("chat", () => {
  test("an own line is pending until the server has it, and stands once", async () => {
    const conference = await joinAs(tea, []);
    conference.sendChat("Hi");
    expect(conference.state.chat).toMatchObject([{ message: "Hi", delivery: "pending" }]);
    const { ref } = FakeSocket.last.sent.at(-1);
    const echo = {
      type: "chat",
      id: "c1",
      from: tea.id,
      name: "Tea",
      message: "Hi",
      sentAt: 5,
      ref,
    };
    FakeSocket.last.receive(echo);
    FakeSocket.last.receive(echo);
    expect(conference.state.chat).toMatchObject([{ id: "c1", delivery: "sent", isOwn: true }]);
  });

  test("a line that the socket broke under is marked as failed", async () => {
    const conference = await joinAs(tea, []);
    conference.sendChat("Hi");
    FakeSocket.last.break();
    expect(conference.state.chat).toMatchObject([{ delivery: "failed" }]);
  });
});

test("leave() says so, ends every call, and may be called twice", async () => {
  const conference = await joinAs(tea, [ana]);
  conference.leave();
  conference.leave();
  expect(FakeSocket.last.types()).toEqual(["join", "offer", "leave"]);
  expect(conference.state).toMatchObject({ status: { type: "left" }, participants: [] });
});

test("joinConference() throws for a room id that is none", () => {
  expect(() => start({ roomId: "12" })).toThrow(TypeError);
});

function start(changes: Partial<JoinOptions> = {}): Conference {
  let tokens = 0;
  return joinConference({
    url: "ws://school.example/ws/conference",
    roomId: "conference-1",
    token: async () => {
      tokens += 1;
      return `token-${tokens}`;
    },
    localStream: new FakeStream() as unknown as MediaStream,
    platform: {
      WebSocket: FakeSocket as unknown as typeof WebSocket,
      RTCPeerConnection: FakeConnection as unknown as typeof RTCPeerConnection,
      random: () => 0.5,
    },
    ...changes,
  });
}

async function joinAs(self: Participant, others: readonly Participant[]): Promise<Conference> {
  const conference = start();
  await open(self, others);
  return conference;
}

async function open(self: Participant, participants: readonly Participant[], epoch = "e1") {
  await settle();
  FakeSocket.last.open();
  const roomId = "conference-1";
  FakeSocket.last.receive({ type: "joined", roomId, self, participants, serverTime: 1, epoch });
  await settle();
}

async function comeBack(self: Participant, participants: readonly Participant[], epoch = "e1") {
  await vi.advanceTimersByTimeAsync(1000);
  await open(self, participants, epoch);
}

function connectAll(): void {
  for (const connection of FakeConnection.all) connection.become("connected");
}

/** Lets promises that are due run their course. */
async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

async function answered(answer: string | Error | undefined): Promise<string> {
  if (answer instanceof Error) throw answer;
  return answer ?? "";
}
