import type { Signal } from "@lectern/protocol/messages";
import { describe, expect, test } from "vitest";
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

describe("repeat()", () => {
  test("makes an offer again that was not answered, with the ways found since", async () => {
    const { negotiation, connection, sent } = begin({ isInitiator: true });
    negotiation.offer();
    await settle();
    negotiation.tellCandidate({ candidate: "one" });
    sent.length = 0;
    negotiation.repeat();
    await settle();
    expect(sent).toEqual([offer(connection.session), candidate("one")]);
    expect(connection.done).toEqual(["local offer"]);
  });

  test("takes the answer that came in first, and then says no more than the ways", async () => {
    const { negotiation, sent } = begin({ isInitiator: true });
    negotiation.offer();
    await settle();
    negotiation.tellCandidate({ candidate: "one" });
    sent.length = 0;
    negotiation.receive(answer(7));
    negotiation.repeat();
    await settle();
    expect(sent).toEqual([candidate("one")]);
  });

  test("answers again, which counts only where the answer was lost", async () => {
    const { negotiation, connection, sent } = begin();
    negotiation.receive(offer(7));
    await settle();
    sent.length = 0;
    negotiation.repeat();
    await settle();
    expect(sent).toEqual([answer(connection.session)]);
  });

  test("leaves it to the offer or answer that is being made to be said once", async () => {
    const { negotiation, sent } = begin();
    negotiation.receive(offer(7));
    negotiation.repeat();
    await settle();
    expect(sent.map(({ type }) => type)).toEqual(["answer"]);
  });

  test("leaves an answer to the description that came in its place", async () => {
    const { negotiation, sent } = begin();
    negotiation.receive(offer(7));
    await settle();
    sent.length = 0;
    negotiation.receive(offer(7));
    negotiation.repeat();
    await settle();
    expect(sent.map(({ type }) => type)).toEqual(["answer"]);
  });

  test("says nothing of a call that is up", async () => {
    const { negotiation, connection, sent } = begin();
    negotiation.receive(offer(7));
    await settle();
    connection.connectionState = "connected";
    negotiation.settle();
    negotiation.tellCandidate({ candidate: "late" });
    sent.length = 0;
    negotiation.repeat();
    await settle();
    expect(sent).toEqual([]);
  });

  test("says what found no socket, also of a call that is up", async () => {
    const sent: Signal[] = [];
    let isOpen = false;
    const send = (signal: Signal) => isOpen && sent.push(signal) > 0;
    const { negotiation, connection } = begin({ send });
    connection.connectionState = "connected";
    negotiation.tellCandidate({ candidate: "late" });
    isOpen = true;
    negotiation.repeat();
    await settle();
    expect(sent).toEqual([candidate("late")]);
  });

  test("says once what is found while it runs", async () => {
    const { negotiation, sent } = begin();
    negotiation.tellCandidate({ candidate: "one" });
    sent.length = 0;
    negotiation.repeat();
    negotiation.tellCandidate({ candidate: "two" });
    await settle();
    expect(sent).toEqual([candidate("two"), candidate("one")]);
  });

  test("says nothing of an earlier seat", async () => {
    const { negotiation, sent } = begin();
    negotiation.tellCandidate({ candidate: "one" });
    negotiation.reseat(false);
    sent.length = 0;
    negotiation.repeat();
    await settle();
    expect(sent).toEqual([]);
  });

  test("says nothing once it is closed", async () => {
    const { negotiation, sent } = begin();
    negotiation.tellCandidate({ candidate: "one" });
    sent.length = 0;
    negotiation.repeat();
    negotiation.close();
    await settle();
    expect(sent).toEqual([]);
  });
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
    send: (signal) => sent.push(signal) > 0,
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
