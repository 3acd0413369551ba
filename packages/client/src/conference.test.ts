import type { ClientMessage, Participant } from "@lectern/protocol/messages";
import { describe, expect, test, vi } from "vitest";
import { AccessRefused } from "./errors.ts";
import type { Platform } from "./platform.ts";
import { FakeConnection, sdpOf } from "./testing/fake-connection.ts";
import { asStream, asTrack, FakeStream, FakeTrack } from "./testing/fake-media.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import {
  connectAll,
  fakePlatform,
  joinAs,
  letBackIn,
  letIn,
  offered,
  page,
  person,
  settle,
  start,
  useFakeBrowser,
} from "./testing/harness.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");
const plain = person("student-7");

useFakeBrowser();

describe("the steps of joining, in their order", () => {
  test("nobody is called before the seat is there, tracks are added before the offer", async () => {
    const iceServers = [{ urls: "stun:school.example" }];
    start({ iceServers });
    await settle();
    FakeSocket.last.open();
    expect(FakeConnection.all).toHaveLength(0);
    expect(FakeSocket.last.sent).toMatchObject([
      { type: "join", roomId: "conference-1", token: "token-1" },
    ]);
    await letIn({ self: tea, others: [ana] });
    const { configuration, localDescription } = FakeConnection.at(0);
    expect(configuration).toEqual({ iceServers });
    expect(localDescription?.sdp).toMatch(/m=audio.*m=video/s);
    expect(sentTo(ana)).toMatchObject([{ type: "offer", payload: localDescription }]);
  });

  test("the address and the ICE servers that come with a token are those that are used", async () => {
    const iceServers = [{ urls: "turn:school.example", username: "u", credential: "c" }];
    const token = async () => ({ token: "t", url: "wss://other.example/", iceServers });
    await joinAs(tea, [ana], { token });
    expect(FakeSocket.last.url).toBe("wss://other.example/");
    expect(FakeConnection.at(0).configuration).toEqual({ iceServers });
  });

  test("a student answers the teacher, and what arrives is in the state", async () => {
    const conference = await joinAs(ana, [tea]);
    FakeSocket.last.receive(offerOf(tea, 77));
    await settle();
    expect(sentTo(tea)).toMatchObject([{ type: "answer" }]);
    FakeConnection.at(0).bring(new FakeTrack("video"));
    FakeConnection.at(0).become("connected");
    expect(conference.state.participants).toMatchObject([{ id: tea.id, connection: "connected" }]);
    expect(conference.state.participants[0]?.stream?.getTracks()).toHaveLength(1);
  });

  test("candidates go out as they are found; a plain client is spared the end of them", async () => {
    await joinAs(tea, [ana, plain]);
    const candidate = { candidate: "c", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" };
    for (const connection of FakeConnection.all) {
      connection.onicecandidate?.({ candidate });
      connection.onicecandidate?.({ candidate: null });
    }
    const payloads = (peer: Participant) =>
      sentTo(peer).flatMap((sent) => (sent.type === "ice-candidate" ? [sent.payload] : []));
    expect(payloads(ana)).toEqual([candidate, null]);
    expect(payloads(plain)).toEqual([candidate]);
  });
});

describe("the first offer", () => {
  test.each([
    ["the teacher, coming last, calls", tea, [ana, ben], [ana, ben]],
    ["a student, coming last, calls the students only", ana, [tea, ben], [ben]],
    ["a teacher, coming last, calls the other teacher too", tea, [person("teacher-2")], null],
  ] as const)("%s", async (_, self, others, called) => {
    await joinAs(self, others);
    expect(offered()).toEqual((called ?? others).map(({ id }) => id));
  });

  test.each([
    ["the teacher calls a student who comes", tea, ana, true],
    ["a student is called by the teacher who comes", ana, tea, false],
    ["a student is called by a student who comes", ana, ben, false],
    ["a teacher is called by a teacher who comes", tea, person("teacher-2"), false],
  ] as const)("%s", async (_, self, comer, calls) => {
    await joinAs(self, []);
    FakeSocket.last.receive({ type: "peer-joined", peer: comer });
    await settle();
    expect(offered()).toEqual(calls ? [comer.id] : []);
  });
});

describe("a call", () => {
  test("that failed is restarted by its initiator", async () => {
    await joinAs(tea, [ana]);
    await connectAll();
    FakeConnection.at(0).become("failed");
    await settle();
    expect(FakeConnection.at(0).done).toEqual([
      ...["local offer", "remote answer", "restart", "local offer"],
    ]);
  });

  test("that failed is not restarted by the other end", async () => {
    const conference = await joinAs(ana, [tea]);
    FakeConnection.at(0).become("failed");
    await settle();
    expect(FakeConnection.at(0).done).toEqual([]);
    expect(conference.state.participants).toMatchObject([{ connection: "failed" }]);
  });

  test("is made anew for an offer of another peer connection, not for a later one of the same", async () => {
    await joinAs(ana, [tea]);
    for (const session of [77, 77, 78]) {
      FakeSocket.last.receive(offerOf(tea, session));
      await settle();
    }
    expect(FakeConnection.all.map(({ done }) => done)).toEqual([
      ["remote offer", "local answer", "remote offer", "local answer", "close"],
      ["remote offer", "local answer"],
    ]);
  });

  test("is not begun by somebody who is not in the room", async () => {
    await joinAs(ana, []);
    FakeSocket.last.receive(offerOf(tea, 77));
    await settle();
    expect(FakeConnection.all).toHaveLength(0);
  });

  test("that cannot be set up as asked is told of, and the page goes on", async () => {
    const conference = await joinAs(ana, [tea]);
    const errors: string[] = [];
    conference.on("error", ({ code }) => errors.push(code));
    const payload = { type: "offer", sdp: "no SDP" };
    FakeSocket.last.receive({ type: "offer", from: tea.id, payload });
    await settle();
    expect(errors).toEqual(["negotiation-failed"]);
  });

  test("that the browser refuses to make is told of, and the others are made", async () => {
    const conference = start({ platform: withRefusals(1) });
    const errors: string[] = [];
    conference.on("error", ({ code, message }) => errors.push(`${code}: ${message}`));
    await letIn({ self: tea, others: [ana, ben] });
    expect(errors).toEqual([expect.stringMatching(/^call-refused: .*stun:nowhere/)]);
    expect(conference.state.participants).toMatchObject([
      { id: ana.id, connection: "refused" },
      { id: ben.id, connection: "connecting" },
    ]);
    expect(offered()).toEqual([ben.id]);
  });

  test("that was refused is made with the servers that come with a later token", async () => {
    const conference = start({ platform: withRefusals(1) });
    await letIn({ self: tea, others: [ana] });
    FakeSocket.last.break();
    await letBackIn({ self: tea, others: [ana] });
    expect(offered()).toEqual([ana.id]);
    expect(conference.state.participants).toMatchObject([{ connection: "connecting" }]);
  });

  test("that was refused is tried again when the other end calls anew", async () => {
    const conference = start({ platform: withRefusals(1) });
    await letIn({ self: ana, others: [tea] });
    expect(conference.state.participants).toMatchObject([{ connection: "refused" }]);
    FakeSocket.last.receive(offerOf(tea, 77));
    await settle();
    expect(sentTo(tea)).toMatchObject([{ type: "answer" }]);
    expect(conference.state.participants).toMatchObject([{ connection: "connecting" }]);
  });

  test("that is refused does not keep one from leaving", async () => {
    const conference = start({ platform: withRefusals(Number.POSITIVE_INFINITY) });
    await letIn({ self: tea, others: [ana] });
    FakeSocket.last.receive({ type: "ice-candidate", from: ana.id, payload: null });
    conference.replaceTrack("audio", null);
    FakeSocket.last.receive({ type: "peer-left", peerId: ana.id, reason: "left" });
    expect(conference.state.participants).toEqual([]);
    conference.leave();
    expect(conference.state.status).toEqual({ type: "left" });
  });

  test("has its statistics", async () => {
    const conference = await joinAs(tea, [ana]);
    expect((await conference.getStats(ana.id))?.get("session")).toBe(FakeConnection.at(0).session);
    expect(await conference.getStats(ben.id)).toBeNull();
  });
});

describe("how loud somebody is", () => {
  test("is what arrives with their sound, while their call is up", async () => {
    const conference = await joinAs(tea, [ana]);
    expect(conference.levelOf(ana.id)).toBe(0);
    await connectAll();
    expect(conference.levelOf(ana.id)).toBe(0);
    const sound = new FakeTrack("audio");
    FakeConnection.at(0).bring(sound);
    expect(conference.levelOf(ana.id)).toBe(0);
    sound.audioLevel = 0.125;
    expect(conference.levelOf(ana.id)).toBe(0.5);
    FakeConnection.at(0).become("disconnected");
    expect(conference.levelOf(ana.id)).toBe(0);
  });

  test("is not known of who is not there", async () => {
    expect((await joinAs(tea, [])).levelOf(ben.id)).toBe(0);
  });
});

describe("chat", () => {
  test("an own line is pending until the server has it, and stands once", async () => {
    const conference = await joinAs(tea, []);
    const heard: string[] = [];
    conference.on("chat", ({ message }) => heard.push(message));
    const ref = conference.sendChat("Hi");
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "chat", message: "Hi", ref });
    expect(conference.state.chat).toMatchObject([{ id: ref, message: "Hi", delivery: "pending" }]);
    const echo = { type: "chat", id: "c1", from: tea.id, name: "Tea", message: "Hi", sentAt: 5 };
    FakeSocket.last.receive({ ...echo, ref });
    FakeSocket.last.receive({ ...echo, ref });
    expect(conference.state.chat).toMatchObject([{ id: "c1", ref, delivery: "sent", isOwn: true }]);
    expect(heard).toEqual(["Hi"]);
  });

  test("a line that was refused is marked as failed, and one that was lost with the seat", async () => {
    const conference = await joinAs(tea, []);
    const ref = conference.sendChat("one");
    conference.sendChat("two");
    FakeSocket.last.receive({ type: "error", code: "rate-limited", message: "Slower", ref });
    expect(conference.state.chat.map(({ delivery }) => delivery)).toEqual(["failed", "pending"]);
    FakeSocket.last.break();
    await letBackIn({ self: tea });
    expect(conference.state.chat.map(({ delivery }) => delivery)).toEqual(["failed", "failed"]);
    expect(FakeSocket.last.types).toEqual(["join"]);
  });

  test("before there is a seat nothing is said", () => {
    expect(start().sendChat("Hi")).toBeNull();
  });

  test.each(["", "x".repeat(2001)])(
    "a message of a wrong length is our own mistake",
    async (text) => {
      const conference = await joinAs(tea, []);
      expect(() => conference.sendChat(text)).toThrow(RangeError);
      expect(() => conference.sendChat("🙂".repeat(2000))).not.toThrow();
    },
  );
});

describe("own sound and picture", () => {
  test("switching off is told to the others, and those who come later are told too", async () => {
    const conference = await joinAs(tea, [ana]);
    FakeConnection.at(0).channel.open();
    conference.setEnabled("audio", false);
    expect(conference.state).toMatchObject({ microphone: false, camera: true });
    FakeSocket.last.receive({ type: "peer-joined", peer: ben });
    FakeConnection.at(1).channel.open();
    const off = '{"microphone":false,"camera":true}';
    expect(FakeConnection.at(0).channel.sent.at(-1)).toBe(off);
    expect(FakeConnection.at(1).channel.sent).toEqual([off]);
  });

  test("another camera is sent from now on, without an offer", async () => {
    const localStream = new FakeStream([new FakeTrack("audio")]);
    const conference = await joinAs(tea, [ana], { localStream: asStream(localStream) });
    const picture = new FakeTrack("video");
    conference.replaceTrack("video", asTrack(picture));
    await settle();
    const senders = FakeConnection.at(0).transceivers.map(({ sender }) => sender.track?.kind);
    expect(senders).toEqual(["audio", "video"]);
    expect(localStream.getTracks()).toContain(picture);
    expect(conference.state.camera).toBe(true);
    expect(FakeConnection.at(0).done).toEqual(["local offer"]);
  });

  test("what the others say of theirs is in the state; of a plain client, what arrives", async () => {
    const conference = await joinAs(tea, [ana, plain]);
    const marks = () =>
      conference.state.participants.map(({ microphone, camera }) => [microphone, camera]);
    expect(marks()).toEqual([
      [null, null],
      [null, null],
    ]);
    await connectAll();
    const off = { microphone: false, camera: true };
    FakeConnection.at(0).channel.onmessage?.({ data: JSON.stringify(off) });
    FakeConnection.at(1).bring(new FakeTrack("audio"));
    expect(marks()).toEqual([
      [false, true],
      [true, false],
    ]);
  });
});

describe("a screen", () => {
  test("is shown beside the rest, to those who come later too, and ends", async () => {
    const conference = await joinAs(tea, [ana]);
    await connectAll();
    const picture = new FakeTrack("video");
    conference.showScreen(asStream(new FakeStream([picture])));
    FakeSocket.last.receive({ type: "peer-joined", peer: ben });
    await settle();
    expect(FakeConnection.at(0).transceivers.at(-1)?.sender.track).toBe(picture);
    expect(FakeConnection.at(1).transceivers.at(-1)?.sender.track).toBe(picture);
    expect(offered()).toEqual([ana.id, ana.id, ben.id]);
    conference.showScreen(null);
    await settle();
    expect(FakeConnection.at(0).transceivers.at(-1)?.sender.track).toBeNull();
  });

  test("is allowed by who says so, to those who come later too", async () => {
    const conference = await joinAs(tea, [ana]);
    FakeConnection.at(0).channel.open();
    conference.allowScreens(true);
    FakeSocket.last.receive({ type: "peer-joined", peer: ben });
    await settle();
    FakeConnection.at(1).channel.open();
    for (const at of [0, 1]) {
      expect(FakeConnection.at(at).channel.sent).toContain('{"screens":true}');
    }
    expect(conference.state).toMatchObject({
      allowsScreens: true,
      participants: [{ allowsScreens: null }, { allowsScreens: null }],
    });
    FakeConnection.at(0).channel.onmessage?.({ data: '{"screens":true}' });
    expect(conference.state.participants).toMatchObject([
      { allowsScreens: true },
      { allowsScreens: null },
    ]);
  });

  test("of somebody else is in the state beside their picture", async () => {
    const conference = await joinAs(tea, [ana]);
    const [picture, screen] = [new FakeTrack("video"), new FakeTrack("video")];
    FakeConnection.at(0).bring(picture);
    expect(conference.state.participants).toMatchObject([{ screen: null }]);
    FakeConnection.at(0).bring(screen);
    const [shown] = conference.state.participants;
    expect(shown?.stream?.getTracks()).toEqual([picture]);
    expect(shown?.screen?.getTracks()).toEqual([screen]);
  });
});

describe("the end", () => {
  test("leave() says so, ends every call, and may be called twice", async () => {
    const conference = await joinAs(tea, [ana]);
    conference.leave();
    conference.leave();
    expect(FakeSocket.last.types).toEqual(["join", "offer", "leave"]);
    expect(conference.state).toMatchObject({ status: { type: "left" }, participants: [] });
    expect(FakeConnection.at(0).done).toContain("close");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
  });

  test("what comes after one has left changes nothing", async () => {
    const conference = await joinAs(tea, []);
    conference.leave();
    FakeSocket.last.receive({ type: "peer-joined", peer: ana });
    FakeSocket.last.receive({ type: "meeting-ended", by: tea.id });
    expect(conference.state).toMatchObject({ status: { type: "left" }, participants: [] });
    expect(FakeConnection.all).toHaveLength(0);
  });

  test("a meeting that was ended says by whom, and ends every call", async () => {
    const conference = await joinAs(ana, [tea]);
    FakeSocket.last.receive({ type: "meeting-ended", by: tea.id });
    FakeSocket.last.break(4511, "meeting-ended");
    expect(conference.state).toMatchObject({
      status: { type: "ended", by: tea.id },
      participants: [],
    });
    expect(FakeConnection.at(0).done).toContain("close");
  });

  test("who leaves after the end has not left", async () => {
    const conference = await joinAs(ana, []);
    FakeSocket.last.receive({ type: "meeting-ended", by: tea.id });
    conference.leave();
    expect(conference.state.status).toEqual({ type: "ended", by: tea.id });
  });

  test("a call that was being set up when one left is no error", async () => {
    const conference = await joinAs(ana, [tea]);
    const onError = vi.fn();
    conference.on("error", onError);
    FakeSocket.last.receive(offerOf(tea, 77));
    conference.leave();
    await settle();
    expect(onError).not.toHaveBeenCalled();
  });

  test("a meeting that was ended before one came is ended too", async () => {
    const conference = start();
    await settle();
    FakeSocket.last.open();
    FakeSocket.last.break(4511, "meeting-ended");
    expect(conference.state.status).toEqual({ type: "ended", by: null });
  });

  test("an application that says the meeting has ended ends it", async () => {
    const token = () => Promise.reject(new AccessRefused("meeting-ended", "Over"));
    const conference = start({ token });
    await settle();
    expect(conference.state.status).toEqual({ type: "ended", by: null });
  });

  test("endMeeting() while the socket is away is said when it is back", async () => {
    const conference = await joinAs(tea, []);
    FakeSocket.last.break();
    conference.endMeeting();
    await letBackIn({ self: tea });
    expect(FakeSocket.last.types).toEqual(["join", "meeting-ended"]);
    FakeSocket.last.break();
    await letBackIn({ self: tea });
    expect(FakeSocket.last.types).toEqual(["join"]);
  });

  test.each([
    [false, 3],
    [true, 1],
  ])(
    "a page that goes, to be kept for later: %s, leaves its socket %i without a word",
    async (persisted, readyState) => {
      await joinAs(tea, []);
      page.dispatchEvent(Object.assign(new Event("pagehide"), { persisted }));
      expect(FakeSocket.last).toMatchObject({ types: ["join"], readyState });
    },
  );

  test("joinConference() throws for a room id that is none", () => {
    expect(() => start({ roomId: "12" })).toThrow(TypeError);
  });
});

function offerOf({ id }: Participant, session: number) {
  return { type: "offer", from: id, payload: { type: "offer", sdp: sdpOf(session) } };
}

/** A browser that refuses the first so many peer connections. */
function withRefusals(count: number): Partial<Platform> {
  let made = 0;
  class Refusing extends FakeConnection {
    constructor(configuration: RTCConfiguration) {
      made += 1;
      if (made <= count) throw new DOMException("'stun:nowhere' is not valid", "SyntaxError");
      super(configuration);
    }
  }
  const RTCPeerConnection = Refusing as unknown as typeof globalThis.RTCPeerConnection;
  return { ...fakePlatform(), RTCPeerConnection };
}

/** What the last socket has carried to one participant. */
function sentTo(peer: Participant): readonly ClientMessage[] {
  return FakeSocket.last.sent.filter((message) => "to" in message && message.to === peer.id);
}
