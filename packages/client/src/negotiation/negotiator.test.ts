import { parseNegotiationId } from "@lectern/protocol/ids";
import type { Signal } from "@lectern/protocol/messages";
import { expect, test } from "vitest";
import { asConnection, FakeConnection, sdpOf } from "../testing/fake-connection.ts";
import { settle, useFakeBrowser } from "../testing/harness.ts";
import { Negotiator, type NegotiatorOptions } from "./negotiator.ts";

useFakeBrowser();

test("local tracks are put into an offer before it is answered", async () => {
  const connection = new FakeConnection();
  const fillPlaces = async () => {
    connection.done.push("fill");
  };
  const { negotiator } = begin({ connection: asConnection(connection), fillPlaces });
  negotiator.receive(offer(7));
  await settle();
  expect(connection.done).toEqual(["remote offer", "fill", "local answer"]);
});

test("an offer is answered with the description that was set", async () => {
  const { negotiator, connection, sent } = begin();
  negotiator.receive(offer(7));
  await settle();
  expect(sent).toEqual([answer(connection.session)]);
});

test("candidates that come before the offer are applied after it, in order", async () => {
  const { negotiator, connection } = begin();
  for (const text of ["one", "two"]) negotiator.receive(candidate(text));
  negotiator.receive(offer(7));
  negotiator.receive({ type: "ice-candidate", payload: null });
  await settle();
  expect(connection.done).toEqual([
    ...["remote offer", "local answer"],
    ...["candidate one", "candidate two", "candidate end"],
  ]);
});

test("candidates that come before the answer wait for it too", async () => {
  const { negotiator, connection } = await offering();
  negotiator.receive(candidate("one"));
  negotiator.receive(answer(7));
  await settle();
  expect(connection.done).toEqual(["local offer", "remote answer", "candidate one"]);
});

test("what is found goes out under the name of the offer", async () => {
  const { connection, sent } = await offering();
  const [said] = sent;
  const found = { candidate: "c", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" };
  connection.onicecandidate?.({ candidate: { ...found, foundation: "1" } });
  expect(sent).toEqual([
    said,
    { type: "ice-candidate", payload: found, negotiation: said?.negotiation },
  ]);
  expect(said?.negotiation).toMatch(/^[0-9a-f]{16}-1$/);
});

test("have-local-offer -> remote offer (polite): is answered once the own offer is taken back", async () => {
  const { negotiator, connection, sent } = await agreed();
  connection.addTransceiver("video");
  await settle();
  negotiator.receive(named(offer(7), "n-2"));
  await settle();
  expect(connection.done).toEqual([
    ...["remote offer", "local answer", "local offer"],
    ...["rollback", "remote offer", "local answer", "local offer"],
  ]);
  expect(sent.map(({ type }) => type)).toEqual(["answer", "offer", "answer", "offer"]);
});

test("restart() sets what is another from now on, and offers", async () => {
  const { negotiator, connection } = await offering();
  negotiator.receive(answer(7));
  await settle();
  connection.configuration = { iceServers: [{ urls: "stun:school.example" }] };
  negotiator.restart({ iceTransportPolicy: "relay" });
  await settle();
  expect(connection.done).toEqual(["local offer", "remote answer", "restart", "local offer"]);
  expect(connection.configuration).toEqual({
    iceServers: [{ urls: "stun:school.example" }],
    iceTransportPolicy: "relay",
  });
});

test("what is no SDP is told of, and stops nothing", async () => {
  const { negotiator, connection, errors } = begin();
  negotiator.receive({ type: "offer", payload: { type: "offer", sdp: "<script>" } });
  negotiator.receive(offer(7));
  await settle();
  expect(errors).toHaveLength(1);
  expect(connection.done).toEqual(["remote offer", "local answer"]);
});

test("an answer that is no SDP takes the offer back, and another is made", async () => {
  const { negotiator, connection, errors, sent } = await offering();
  negotiator.receive({ type: "answer", payload: { type: "answer", sdp: "<script>" } });
  await settle();
  expect(connection.done).toEqual(["local offer", "rollback", "local offer"]);
  expect(sent.map(({ negotiation }) => negotiation?.slice(-2))).toEqual(["-1", "-2"]);
  expect(errors).toEqual([]);
});

test.each([
  [true, "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"],
  [false, ""],
])(
  "where packets are sorted well by MID (%s) that header is set as it came",
  async (sortsByMid, kept) => {
    const { negotiator, connection } = begin({ sortsByMid });
    const sdp = `${sdpOf(7)}a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n`;
    negotiator.receive({ type: "offer", payload: { type: "offer", sdp } });
    await settle();
    expect(connection.remoteDescription?.sdp).toBe(`${sdpOf(7)}${kept}`);
  },
);

test("an offer that cannot be answered is taken back", async () => {
  const { negotiator, connection, errors } = begin({ fillPlaces: () => Promise.reject("no") });
  negotiator.receive(offer(7));
  await settle();
  expect(connection.done).toEqual(["remote offer", "rollback"]);
  expect(errors).toEqual(["no"]);
});

test("a candidate that cannot be used is passed over", async () => {
  const { negotiator, connection, errors } = begin();
  negotiator.receive(offer(7));
  for (const text of ["bad", "good"]) negotiator.receive(candidate(text));
  await settle();
  expect(connection.done).toEqual(["remote offer", "local answer", "candidate good"]);
  expect(errors).toEqual([]);
});

test("it is told when both have the same descriptions", async () => {
  let agreements = 0;
  const { negotiator } = begin({ onAgreed: () => (agreements += 1) });
  negotiator.receive(offer(7));
  expect(agreements).toBe(0);
  await settle();
  expect(agreements).toBe(1);
});

test("nothing is said once it is closed", async () => {
  const { negotiator, sent } = begin();
  negotiator.receive(offer(7));
  negotiator.close();
  await settle();
  expect(sent).toEqual([]);
});

test("isOfAnother() knows another peer connection by its session, from the first offer on", () => {
  const { negotiator } = begin();
  expect(negotiator.isOfAnother(sdpOf(7))).toBe(false);
  negotiator.receive(offer(7));
  expect(negotiator.isOfAnother(sdpOf(7))).toBe(false);
  expect(negotiator.isOfAnother(sdpOf(8))).toBe(true);
});

test("isOfAnother() knows who answered", async () => {
  const { negotiator } = await offering();
  negotiator.receive(answer(7));
  expect(negotiator.isOfAnother(sdpOf(7))).toBe(false);
  expect(negotiator.isOfAnother(sdpOf(8))).toBe(true);
});

function begin(options: Partial<NegotiatorOptions> = {}) {
  const connection = new FakeConnection();
  const sent: Signal[] = [];
  const errors: unknown[] = [];
  const negotiator = new Negotiator({
    connection: asConnection(connection),
    isInitiator: false,
    sortsByMid: true,
    send: (signal) => sent.push(signal),
    fillPlaces: async () => {},
    onAgreed: () => {},
    onGivenUp: (error) => errors.push(error),
    ...options,
  });
  return { negotiator, connection, sent, errors };
}

/** The end that calls, when its first offer is out. */
async function offering() {
  const begun = begin({ isInitiator: true });
  begun.connection.addTransceiver("audio");
  await settle();
  return begun;
}

/** The end that was called, when it has answered. */
async function agreed() {
  const begun = begin();
  begun.negotiator.receive(named(offer(7), "n-1"));
  await settle();
  return begun;
}

function offer(session: number): Signal {
  return { type: "offer", payload: { type: "offer", sdp: sdpOf(session) } };
}

function answer(session: number): Signal {
  return { type: "answer", payload: { type: "answer", sdp: sdpOf(session) } };
}

function candidate(text: string): Signal {
  return { type: "ice-candidate", payload: { candidate: text } };
}

function named(signal: Signal, text: string): Signal {
  const negotiation = parseNegotiationId(text);
  if (!negotiation) throw new RangeError(`No negotiation id: ${text}`);
  return { ...signal, negotiation };
}
