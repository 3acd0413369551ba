import type { Participant } from "@lectern/protocol/messages";
import { describe, expect, test, vi } from "vitest";
import type { Conference } from "./conference.ts";
import type { MendingProgress } from "./state.ts";
import { FakeConnection, sdpOf } from "./testing/fake-connection.ts";
import { FakeTrack } from "./testing/fake-media.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import {
  connectAll,
  joinAs,
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
const relay = [{ urls: "turn:turn.school.example", username: "u", credential: "c" }];

useFakeBrowser();

describe("a call that is disconnected", () => {
  test("is restarted after 2 s, and says so; the other calls do not notice", async () => {
    const conference = await joinCalled(tea, [ana, ben]);
    const since = Date.now();
    FakeConnection.at(0).become("disconnected");
    expect(progressOf(conference)).toEqual({ step: "wavering", since, nextAt: since + 2_000 });
    await passAnswered(2_000);
    expect(progressOf(conference)).toEqual({ step: "restarting", since, nextAt: since + 10_000 });
    expect(FakeConnection.at(0).done.slice(-2)).toEqual(["restart", "local offer"]);
    FakeConnection.at(0).become("connected");
    expect(progressOf(conference)).toBeNull();
    expect(FakeConnection.at(1).done).not.toContain("restart");
  });

  test("and back within 2 s has cost nothing", async () => {
    await joinCalled(tea, [ana]);
    FakeConnection.at(0).become("disconnected");
    await vi.advanceTimersByTimeAsync(1_999);
    FakeConnection.at(0).become("connected");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeConnection.at(0).done).not.toContain("restart");
  });

  test("makes sure of the socket, which is exchanged where no answer comes", async () => {
    await joinCalled(tea, [ana]);
    FakeConnection.at(0).become("disconnected");
    expect(FakeSocket.last.types).toContain("ping");
    await vi.advanceTimersByTimeAsync(2_500);
    expect(FakeSocket.all).toHaveLength(2);
  });

  test("is the initiator's to restart: the other end asks for it, and asks again", async () => {
    await joinCalled(ana, [tea]);
    FakeConnection.at(0).become("failed");
    expect(asked()).toEqual([{ type: "mend", to: tea.id, peer: ana.id }]);
    await passAnswered(10_000);
    expect(asked()).toHaveLength(2);
    expect(FakeConnection.at(0).done).not.toContain("restart");
  });

  test("of a plain client that is the initiator waits for its offer", async () => {
    const conference = await joinCalled(ana, [person("teacher-1")]);
    FakeConnection.at(0).become("failed");
    expect(progressOf(conference)).toMatchObject({ step: "waiting", nextAt: null });
    expect(asked()).toEqual([]);
  });
});

describe("a call that a restart does not mend", () => {
  test("goes through the relay only, until it is up", async () => {
    const conference = await joinCalled(tea, [ana], { iceServers: relay });
    await failAnswered();
    expect(progressOf(conference)?.step).toBe("trying-relay");
    const [connection] = FakeConnection.all;
    expect(connection?.configuration.iceTransportPolicy).toBe("relay");
    expect(connection?.done.slice(-2)).toEqual(["restart", "local offer"]);
    connection?.become("connecting");
    connection?.become("connected");
    await settle();
    expect(connection?.configuration.iceTransportPolicy).toBe("all");
  });

  test("is made anew where there is no relay", async () => {
    const conference = await joinCalled(tea, [ana, ben]);
    await failAnswered();
    expect(progressOf(conference)?.step).toBe("rebuilding");
    expect(FakeConnection.at(0).done).toContain("close");
    expect(FakeConnection.all).toHaveLength(3);
    expect(FakeConnection.at(2).done).toEqual(["local offer"]);
    expect(conference.state.participants).toMatchObject([
      { id: ana.id, connection: "connecting" },
      { id: ben.id, connection: "connected" },
    ]);
    FakeConnection.at(2).become("connected");
    expect(progressOf(conference)).toBeNull();
  });

  test("has not failed anew because something else of it changes", async () => {
    const conference = await joinCalled(tea, [ana]);
    await failAnswered(0);
    FakeConnection.at(0).bring(new FakeTrack("audio"));
    expect(progressOf(conference)?.step).toBe("restarting");
  });

  test("is mended on when the other end makes it anew", async () => {
    const conference = await joinCalled(ana, [tea]);
    receiveOffer(tea, 77);
    await settle();
    FakeConnection.at(0).become("failed");
    receiveOffer(tea, 78);
    await settle();
    expect(progressOf(conference)?.step).toBe("restarting");
    FakeConnection.at(1).become("connected");
    expect(progressOf(conference)).toBeNull();
  });
});

describe("a call between Firefox and another browser that fails", () => {
  test.each([
    ["is made anew at once", "mozilla...THIS_IS_SDPARTA-99.0", ["close"]],
    ["with another of its own engine is restarted", "-", ["restart", "local offer"]],
  ])("%s", async (_, maker, done) => {
    await joinAs(tea, [ana]);
    await settle();
    const payload = { type: "answer", sdp: sdpOf(77).replace("o=-", `o=${maker}`) };
    FakeSocket.last.receive({ type: "answer", from: ana.id, payload });
    await settle();
    const connection = FakeConnection.at(0);
    connection.become("connected");
    connection.become("failed");
    await settle();
    expect(connection.done.slice(-done.length)).toEqual(done);
    expect(connection.done.includes("restart")).toBe(done.includes("restart"));
  });
});

describe("a call that somebody asks to mend", () => {
  test.each([
    ["the other end, while it is up", tea, ana, ana, "connected"],
    ["another, at the initiator, while it is down", ana, ben, tea, "disconnected"],
  ] as const)("%s: is restarted", async (_, self, peer, by, state) => {
    await joinCalled(self, [peer]);
    FakeConnection.at(0).become(state);
    FakeSocket.last.receive({ type: "mend", from: by.id, peer: peer.id });
    await settle();
    expect(FakeConnection.at(0).done.slice(-2)).toEqual(["restart", "local offer"]);
  });

  test("another, at the initiator, while it is up: is made anew", async () => {
    await joinCalled(ana, [ben]);
    FakeSocket.last.receive({ type: "mend", from: tea.id, peer: ben.id });
    await settle();
    expect(FakeConnection.at(0).done).toContain("close");
    expect(FakeConnection.at(1).done).toEqual(["local offer"]);
  });

  test("another, at the other end: the initiator is asked", async () => {
    await joinCalled(ana, [tea, ben]);
    FakeSocket.last.receive({ type: "mend", from: ben.id, peer: tea.id });
    expect(asked()).toEqual([{ type: "mend", to: tea.id, peer: ana.id }]);
  });

  test("the initiator of it: nothing is asked in return", async () => {
    await joinCalled(ana, [tea]);
    FakeSocket.last.receive({ type: "mend", from: tea.id, peer: tea.id });
    expect(asked()).toEqual([]);
  });
});

describe("a call that broke with the socket", () => {
  test("is restarted as soon as the seat is there again", async () => {
    const conference = await sitAs(tea, [ana]);
    await connectAll();
    FakeSocket.last.break();
    FakeConnection.at(0).become("failed");
    expect(progressOf(conference)).toMatchObject({ step: "waiting", nextAt: null });
    await settle();
    FakeSocket.last.open();
    resume(1);
    await settle();
    expect(progressOf(conference)?.step).toBe("restarting");
    expect(offered()).toEqual([ana.id]);
  });

  test("brings the socket back, when it is back itself", async () => {
    await sitAs(tea, [ana]);
    await connectAll();
    FakeConnection.at(0).become("disconnected");
    await reconnect();
    FakeSocket.last.break();
    FakeConnection.at(0).become("connected");
    await settle();
    expect(FakeSocket.all).toHaveLength(3);
  });
});

describe("a call over which nothing comes any more, before ICE has noticed", () => {
  test("makes sure of the socket", async () => {
    await joinCalled(tea, [ana]);
    await fallStill();
    expect(FakeSocket.last.types).toContain("ping");
  });

  test("is silent, whatever its last packet said", async () => {
    const conference = await joinCalled(tea, [ana]);
    FakeConnection.at(0).bring(Object.assign(new FakeTrack("audio"), { audioLevel: 0.125 }));
    expect(conference.levelOf(ana.id)).toBe(0.5);
    await fallStill();
    expect(conference.levelOf(ana.id)).toBe(0);
  });

  test("is restarted once the socket was exchanged for one by which the server is reached", async () => {
    const conference = await sitAs(tea, [ana]);
    await connectAll();
    await fallStill();
    await vi.advanceTimersByTimeAsync(1_001);
    FakeSocket.last.open();
    resume(1);
    await settle();
    expect(FakeConnection.at(0).done.slice(-2)).toEqual(["restart", "local offer"]);
    expect(progressOf(conference)).toBeNull();
  });

  test("that is found so after the server had not answered either is restarted, since the network is another", async () => {
    await loseServerAndFirst();
    await settle();
    expect(restarted()).toEqual([true, false]);
    const last = Date.now();
    FakeConnection.at(1).stats = () => statsWith(last);
    await vi.advanceTimersByTimeAsync(2_001);
    expect(restarted()).toEqual([true, true]);
  });

  test("is left alone when it is found so long after that", async () => {
    await loseServerAndFirst();
    await passAnswered(3_000);
    const last = Date.now();
    FakeConnection.at(1).stats = () => statsWith(last);
    for (let second = 0; second < 3; second += 1) await passAnswered(1_000);
    expect(restarted()).toEqual([true, false]);
  });

  test("is no reason where all goes on: it is the server that does not answer", async () => {
    await sitAs(tea, [ana, ben]);
    await connectAll();
    for (const connection of FakeConnection.all) connection.stats = () => statsWith(Date.now());
    await vi.advanceTimersByTimeAsync(3_000);
    page.dispatchEvent(new Event("visibilitychange"));
    await vi.advanceTimersByTimeAsync(601);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.last.open();
    resume(1);
    await settle();
    expect(restarted()).toEqual([false, false]);
  });

  test("is left alone where the server answers: ICE knows better", async () => {
    await joinCalled(tea, [ana]);
    await fallStill();
    await passAnswered(3_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeConnection.at(0).done).not.toContain("restart");
  });

  test("and one that goes on is not touched by an exchange of the socket", async () => {
    await sitAs(tea, [ana]);
    await connectAll();
    FakeConnection.at(0).stats = () => statsWith(Date.now());
    await vi.advanceTimersByTimeAsync(3_000);
    await reconnect();
    resume(1);
    await settle();
    expect(FakeConnection.at(0).done).not.toContain("restart");
  });
});

describe("a page that has slept", () => {
  test("restarts its calls and makes sure of its socket", async () => {
    const conference = await joinCalled(tea, [ana, ben]);
    page.dispatchEvent(new Event("resume"));
    await vi.advanceTimersByTimeAsync(100);
    expect(FakeConnection.all.map(({ done }) => done.includes("restart"))).toEqual([true, true]);
    expect(FakeSocket.last.types).toContain("ping");
    expect(progressOf(conference)).toBeNull();
  });

  test("that is only looked at again makes sure of its socket", async () => {
    await joinCalled(tea, [ana]);
    page.dispatchEvent(new Event("visibilitychange"));
    expect(FakeSocket.last.types).toContain("ping");
    expect(FakeConnection.at(0).done).not.toContain("restart");
  });

  test("does nothing more once one has left", async () => {
    const conference = await joinCalled(tea, [ana]);
    conference.leave();
    page.dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** Joins, and every call is up. */
async function joinCalled(...args: Parameters<typeof joinAs>): Promise<Conference> {
  const conference = await joinAs(...args);
  await connectAll();
  return conference;
}

/** The first call fails, and its restart is answered without success. */
async function failAnswered(passMs = 8_000): Promise<void> {
  FakeConnection.at(0).become("failed");
  await settle();
  const payload = { type: "answer", sdp: sdpOf(77) };
  FakeSocket.last.receive({ type: "answer", from: ana.id, payload });
  await passAnswered(passMs);
}

/** Time goes by with a server that answers. */
async function passAnswered(ms: number): Promise<void> {
  FakeSocket.last.receive({ type: "pong" });
  await vi.advanceTimersByTimeAsync(ms);
}

function receiveOffer({ id }: Participant, session: number): void {
  const payload = { type: "offer", sdp: sdpOf(session) };
  FakeSocket.last.receive({ type: "offer", from: id, payload });
}

/** The first of two calls is still, the server does not answer, and the seat is taken up over another socket. */
async function loseServerAndFirst(): Promise<void> {
  await sitAs(tea, [ana, ben]);
  await connectAll();
  FakeConnection.at(1).stats = () => statsWith(Date.now());
  await fallStill();
  await vi.advanceTimersByTimeAsync(601);
  FakeSocket.last.open();
  resume(1);
}

function restarted(): readonly boolean[] {
  return FakeConnection.all.map(({ done }) => done.includes("restart"));
}

/** Something comes over the first call, and then nothing. */
async function fallStill(): Promise<void> {
  FakeConnection.at(0).stats = () => statsWith(1_000);
  await vi.advanceTimersByTimeAsync(2_000);
}

function statsWith(bytesReceived: number): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ["t", { type: "transport", selectedCandidatePairId: "p" }],
    ["p", { type: "candidate-pair", bytesReceived }],
  ]);
}

/** What is done about the first call. */
function progressOf({ state }: Conference): MendingProgress | null | undefined {
  return state.participants[0]?.mending;
}

function asked() {
  return FakeSocket.last.sent.filter(({ type }) => type === "mend");
}
