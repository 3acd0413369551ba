import type { Signal } from "@lectern/protocol/messages";
import { expect, test } from "vitest";
import { Negotiation, type NegotiationOptions } from "./negotiation.ts";
import { asConnection, FakeConnection, sdpOf } from "./testing/fake-connection.ts";
import { settle, useFakeBrowser } from "./testing/harness.ts";

useFakeBrowser();

test("candidates wait for the remote description, then are applied in order", async () => {
  const { negotiation, connection } = begin();
  negotiation.receive(candidate("one"));
  negotiation.receive(candidate("two"));
  await settle();
  expect(connection.done).toEqual([]);
  negotiation.receive(offer(7));
  negotiation.receive({ type: "ice-candidate", payload: null });
  await settle();
  expect(connection.done).toEqual([
    "remote offer",
    "candidate one",
    "candidate two",
    "local answer",
    "candidate end",
  ]);
});

test("candidates that come before the answer wait for it too", async () => {
  const { negotiation, connection } = begin({ isInitiator: true });
  negotiation.offer();
  negotiation.receive(candidate("one"));
  negotiation.receive(answer(7));
  await settle();
  expect(connection.done).toEqual(["local offer", "remote answer", "candidate one"]);
});

test("local tracks are put into an offer before it is answered", async () => {
  const connection = new FakeConnection();
  const fillPlaces = async () => {
    connection.done.push("fill");
  };
  const { negotiation } = begin({ connection: asConnection(connection), fillPlaces });
  negotiation.receive(offer(7));
  await settle();
  expect(connection.done).toEqual(["remote offer", "fill", "local answer"]);
});

test("an offer is answered with the description that was set", async () => {
  const { negotiation, connection, sent } = begin();
  negotiation.receive(offer(7));
  await settle();
  expect(sent).toEqual([answer(connection.session)]);
});

test("have-local-offer -> remote offer (initiator): passed over", async () => {
  const { negotiation, connection, sent } = begin({ isInitiator: true });
  negotiation.offer();
  negotiation.receive(offer(7));
  await settle();
  expect(connection.done).toEqual(["local offer"]);
  expect(sent.map(({ type }) => type)).toEqual(["offer"]);
});

test("have-local-offer -> remote offer (not the initiator): rolls back and answers", async () => {
  const { negotiation, connection, sent } = begin();
  negotiation.offer();
  negotiation.receive(offer(7));
  await settle();
  expect(connection.done).toEqual(["local offer", "rollback", "remote offer", "local answer"]);
  expect(sent.map(({ type }) => type)).toEqual(["offer", "answer"]);
});

test("stable -> answer: dropped", async () => {
  const { negotiation, connection, errors } = begin();
  negotiation.receive(answer(7));
  await settle();
  expect(connection.done).toEqual([]);
  expect(errors).toEqual([]);
});

test("what is no SDP is told of, and stops nothing", async () => {
  const { negotiation, connection, errors } = begin();
  negotiation.receive({ type: "offer", payload: { type: "offer", sdp: "<script>" } });
  negotiation.receive(offer(7));
  await settle();
  expect(errors).toHaveLength(1);
  expect(connection.done).toEqual(["remote offer", "local answer"]);
});

test("a candidate that cannot be used is passed over", async () => {
  const { negotiation, connection, errors } = begin();
  negotiation.receive(candidate("bad"));
  negotiation.receive(offer(7));
  negotiation.receive(candidate("good"));
  await settle();
  expect(connection.done).toEqual(["remote offer", "local answer", "candidate good"]);
  expect(errors).toEqual([]);
});

test.each([
  [true, ["restart", "local offer"]],
  [false, []],
])("restart(), being the initiator: %s -> %j", async (isInitiator, done) => {
  const { negotiation, connection } = begin({ isInitiator });
  negotiation.restart();
  await settle();
  expect(connection.done).toEqual(done);
});

test("reseat() makes the later one the initiator", async () => {
  const { negotiation, connection } = begin();
  negotiation.reseat(true);
  negotiation.restart();
  await settle();
  expect(connection.done).toEqual(["restart", "local offer"]);
});

test("an answer to an offer of an earlier seat is not sent into the new one", async () => {
  const { negotiation, sent } = begin();
  negotiation.receive(offer(7));
  negotiation.reseat(false);
  await settle();
  expect(sent).toEqual([]);
});

test("nothing is said once it is closed", async () => {
  const { negotiation, sent } = begin();
  negotiation.receive(offer(7));
  negotiation.close();
  await settle();
  expect(sent).toEqual([]);
});

test("isOfAnother() knows another peer connection by its session, from the first offer on", () => {
  const { negotiation } = begin();
  expect(negotiation.isOfAnother(sdpOf(7))).toBe(false);
  negotiation.receive(offer(7));
  expect(negotiation.isOfAnother(sdpOf(7))).toBe(false);
  expect(negotiation.isOfAnother(sdpOf(8))).toBe(true);
});

test("isOfAnother() knows who answered", async () => {
  const { negotiation } = begin({ isInitiator: true });
  negotiation.offer();
  negotiation.receive(answer(7));
  await settle();
  expect(negotiation.isOfAnother(sdpOf(7))).toBe(false);
  expect(negotiation.isOfAnother(sdpOf(8))).toBe(true);
});

function begin(options: Partial<NegotiationOptions> = {}) {
  const connection = new FakeConnection();
  const sent: Signal[] = [];
  const errors: unknown[] = [];
  const negotiation = new Negotiation({
    connection: asConnection(connection),
    isInitiator: false,
    send: (signal) => sent.push(signal),
    fillPlaces: async () => {},
    onError: (error) => errors.push(error),
    ...options,
  });
  return { negotiation, connection, sent, errors };
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
