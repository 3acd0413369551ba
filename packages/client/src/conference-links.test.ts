import type { ClientMessage } from "@lectern/protocol/messages";
import { describe, expect, test, vi } from "vitest";
import { FakeConnection } from "./testing/fake-connection.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import { connectAll, joinAs, person, settle, useFakeBrowser } from "./testing/harness.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");
const flowing = JSON.stringify({ sound: "flowing", picture: "flowing", limit: "none" });

useFakeBrowser();

describe("how a pair does", () => {
  test("is in the state once there is something to compare, and is reported to the teacher", async () => {
    const conference = await joinAs(ana, [tea]);
    bringUp(0);
    expect(linkOf(conference)).toBeNull();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(linkOf(conference)).toMatchObject({
      quality: "good",
      cause: null,
      sound: "flowing",
      figures: { rttMs: 40, path: "direct" },
    });
    expect(sent("report")).toMatchObject([
      { links: [{ peer: tea.id, quality: "good", sound: "flowing", rttMs: 40 }] },
    ]);
  });

  test("is reported again when it is another, and not sooner than is allowed", async () => {
    await joinAs(ana, [tea]);
    const connection = bringUp(0);
    await vi.advanceTimersByTimeAsync(4_000);
    connection.channel.onmessage?.({ data: flowing.replace("flowing", "ended") });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sent("report")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(sent("report").at(-1)).toMatchObject({ links: [{ sound: "ended" }] });
  });

  test("is reported again when it was refused for being too soon", async () => {
    await joinAs(ana, [tea]);
    bringUp(0);
    await vi.advanceTimersByTimeAsync(4_000);
    const [{ ref } = { ref: undefined }] = sent("report");
    FakeSocket.last.receive({ type: "error", code: "rate-limited", message: "", ref });
    await vi.advanceTimersByTimeAsync(6_000);
    expect(sent("report")).toHaveLength(2);
  });

  test("is reported to nobody where there is no teacher", async () => {
    const conference = await joinAs(ana, [ben]);
    bringUp(0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(linkOf(conference)).not.toBeNull();
    expect(sent("report")).toEqual([]);
  });

  test("is that a sound is lost once its sender had the time to say that it is not sent", async () => {
    const conference = await joinAs(ana, [tea]);
    const connection = bringUp(0);
    await vi.advanceTimersByTimeAsync(4_000);
    const audio = statsNow().get("ia");
    connection.stats = () => new Map([...statsNow(), ["ia", audio]]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(linkOf(conference)).toMatchObject({ sound: "flowing" });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(linkOf(conference)).toMatchObject({ quality: "bad", sound: "lost", picture: "flowing" });
  });

  test("is that it is mended, from the moment it broke", async () => {
    const conference = await joinAs(ana, [tea]);
    const connection = bringUp(0);
    await vi.advanceTimersByTimeAsync(4_000);
    connection.become("disconnected");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(linkOf(conference)).toMatchObject({ quality: "bad", cause: "mending", figures: null });
    connection.become("connected");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(linkOf(conference)).toBeNull();
  });

  test("is told to the other end once, as far as it is one's own sending", async () => {
    await joinAs(ana, [tea]);
    const connection = bringUp(0);
    await vi.advanceTimersByTimeAsync(4_000);
    const told = JSON.stringify({ sound: "unsent", picture: "unsent", limit: "none" });
    expect(connection.channel.sent.filter((text) => text === told)).toHaveLength(1);
  });

  test("is not looked at any more once one has left", async () => {
    const conference = await joinAs(ana, [tea]);
    bringUp(0);
    conference.leave();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("a teacher who wants to know of the class", () => {
  const links = [{ peer: ben.id, quality: "bad", sound: "lost", picture: "off" }];

  test("asks for reports, and has the newest of each, and one's own", async () => {
    const conference = await joinAs(tea, [ana, ben], { reports: true });
    expect(sent("join")).toMatchObject([{ accepts: ["mend", "report"] }]);
    FakeSocket.last.receive({ type: "report", from: ana.id, links: [] });
    FakeSocket.last.receive({ type: "report", from: ana.id, links });
    expect(conference.state.reports).toMatchObject([{ from: ana.id, links }]);
    connectAll();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(conference.state.reports.map(({ from }) => from)).toEqual([ana.id, tea.id]);
  });

  test("forgets what somebody said who has not said anything for 40 s", async () => {
    const conference = await joinAs(tea, [ana, ben], { reports: true });
    FakeSocket.last.receive({ type: "report", from: ana.id, links });
    await vi.advanceTimersByTimeAsync(41_000);
    expect(conference.state.reports.map(({ from }) => from)).toEqual([tea.id]);
  });

  test("has both ends of a pair mend it", async () => {
    const conference = await joinAs(tea, [ana, ben]);
    conference.mend(ana.id, ben.id);
    expect(sent("mend")).toEqual([
      { type: "mend", to: ana.id, peer: ben.id },
      { type: "mend", to: ben.id, peer: ana.id },
    ]);
  });

  test("has a pair of their own made anew with all that it should send, and asks the other end", async () => {
    const conference = await joinAs(tea, [ana]);
    bringUp(0);
    for (const { sender } of FakeConnection.at(0).transceivers) sender.track = null;
    conference.mend(ana.id, tea.id);
    await settle();
    expect(FakeConnection.at(0).done).toContain("close");
    const { transceivers } = FakeConnection.at(1);
    expect(transceivers.map(({ sender }) => sender.track?.kind)).toEqual(["audio", "video"]);
    expect(sent("mend")).toEqual([{ type: "mend", to: ana.id, peer: tea.id }]);
  });
});

/** A call that is up, with sound and picture both ways, whose other end says so. */
function bringUp(index: number): FakeConnection {
  const connection = FakeConnection.at(index);
  connection.stats = statsNow;
  connection.become("connected");
  connection.channel.open();
  connection.channel.onmessage?.({ data: '{"microphone":true,"camera":true}' });
  connection.channel.onmessage?.({ data: flowing });
  return connection;
}

/** Fifty packets a second each way, and ten pictures. */
function statsNow(): ReadonlyMap<string, unknown> {
  const timestamp = Date.now();
  const packets = Math.floor((timestamp % 1e9) / 20);
  const frames = Math.floor(packets / 5);
  const inbound = { type: "inbound-rtp", timestamp, packetsReceived: packets, packetsLost: 0 };
  const outbound = { type: "outbound-rtp", timestamp, packetsSent: packets };
  const entries = [
    { id: "t", type: "transport", timestamp, selectedCandidatePairId: "p" },
    { id: "p", type: "candidate-pair", localCandidateId: "l", currentRoundTripTime: 0.04 },
    { id: "l", type: "local-candidate", candidateType: "host" },
    { id: "ia", ...inbound, kind: "audio", jitter: 0.002 },
    { id: "iv", ...inbound, kind: "video", framesDecoded: frames },
    { id: "oa", ...outbound, kind: "audio" },
    { id: "ov", ...outbound, kind: "video", framesEncoded: frames },
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function linkOf(conference: {
  readonly state: { readonly participants: readonly { readonly link: unknown }[] };
}) {
  return conference.state.participants[0]?.link;
}

function sent<Type extends ClientMessage["type"]>(type: Type) {
  return FakeSocket.last.sent.filter((message) => message.type === type);
}
