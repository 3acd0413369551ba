import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import type { SignalingOptions } from "./server.ts";
import {
  type Client,
  goodHandshake,
  type Harness,
  rawRequest,
  startHarness,
} from "./testing/harness.ts";

let harness: Harness;

afterEach(() => harness.server.close());

async function start(options: Partial<SignalingOptions> = {}): Promise<Harness> {
  harness = await startHarness(options);
  return harness;
}

test("D1: headers that never end are cut off", async () => {
  const { server } = await start();
  const socket = connect(server.port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  socket.resume();
  socket.write("GET /ws/conference HTTP/1.1\r\nHost: school.example\r\n");
  const drip = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
  await closed;
  clearInterval(drip);
}, 12_000);

test("D2: of silent sockets the one that waits longest makes room, and who joins gets in", async () => {
  const { open } = await start({ maxWaiting: 3 });
  const silent = [];
  for (let at = 0; at < 5; at += 1) silent.push(await open().opened());
  expect(await silent[0]?.closed()).toEqual({ code: 4013, reason: "overloaded" });
  expect(await silent[1]?.closed()).toEqual({ code: 4013, reason: "overloaded" });
  expect(await open().join("student-5")).toMatchObject({ type: "joined" });
  expect(await silent[4]?.join("student-6")).toMatchObject({ type: "joined" });
});

test("a full server answers 503 and when to try again, and serves who is in", async () => {
  const { open, server } = await start({ maxConnections: 1 });
  const client = open();
  await client.join("student-5");
  const answer = await rawRequest(server.port, goodHandshake);
  expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n(?:.+\r\n)*Retry-After: 5\r\n/);
  client.send({ type: "chat", message: "Hi" });
  expect(await client.next()).toMatchObject({ type: "chat" });
});

test("D4: a message that is not finished in 10 s closes its socket, pings or no pings", async () => {
  let later = 0;
  const { open } = await start({ ticks: () => performance.now() + later, watchIntervalMs: 10 });
  const [attacker, patient] = [open(), open()];
  await attacker.join("student-5");
  await patient.join("student-6");
  attacker.sendFragment('{"type":');
  for (later = 0; later < 9_000; later += 3_000) await attacker.read();
  await patient.read();
  later = 11_000;
  expect(await attacker.closed()).toMatchObject({ code: 4001 });
  await patient.read();
});

test("D5: a reader that stands still is closed, and the others have all that was said", async () => {
  const { open } = await start();
  const room = "conference-1";
  const [frozen, reader] = [open(), open()];
  await frozen.join("student-1", { room });
  await reader.join("student-2", { room });
  frozen.freeze();
  for (const id of ["student-3", "student-4", "student-5"]) {
    const sender = open();
    await sender.join(id, { room });
    for (let at = 0; at < 80; at += 1) sender.send(offerOf(48 * 1024, "student-1"));
    sender.send({ type: "chat", message: "done" });
  }
  await harness.line({ event: "closed", reason: "slow-consumer" });
  await received(reader, "chat", 3);
});

test("D6: pings are answered within reason, and a flood of them closes the socket", async () => {
  const { open } = await start();
  const client = open();
  await client.join("student-5");
  for (let at = 0; at < 2_000; at += 1) client.ping();
  expect(await client.closed()).toEqual({ code: 4008, reason: "rate-limited" });
  expect(client.pongs).toBeGreaterThan(0);
  expect(client.pongs).toBeLessThan(100);
});

test("D8: chat over the limit is refused with when to go on, and reaches nobody", async () => {
  const { open } = await start();
  const [flooder, reader] = [open(), open()];
  await reader.join("student-6");
  await flooder.join("student-5");
  for (let at = 0; at < 110; at += 1) flooder.send({ type: "chat", message: "x", ref: `${at}` });
  const refused = await received(flooder, "error", 1);
  expect(refused.at(-1)).toMatchObject({ code: "rate-limited", retryAfterMs: expect.any(Number) });
  expect(refused.length).toBeGreaterThanOrEqual(100);
  flooder.send({ type: "leave" });
  const heard = await received(reader, "peer-left", 1);
  expect(heard.filter(({ type }) => type === "chat").length).toBeLessThan(110);
});

test("D8: flooding that goes on closes the socket with rate-limited", async () => {
  const { open } = await start();
  const flooder = open();
  await flooder.join("student-5");
  for (let at = 0; at < 1_200; at += 1) flooder.send({ type: "chat", message: "x" });
  expect(await flooder.closed()).toEqual({ code: 4008, reason: "rate-limited" });
});

describe("whoever comes from where somebody was just ended waits a moment at the door", () => {
  const many = (message: object | string, count: number) => (client: Client) => {
    for (let at = 0; at < count; at += 1) client.send(message);
  };
  test.for<[string, number, (client: Client) => void]>([
    ["D8: for a flood", 4008, many({ type: "chat", message: "x" }, 1_200)],
    ["for messages that are none", 4500, many("{", 10)],
    ["D3: for a frame over the limit", 1009, many("x".repeat(70_000), 1)],
  ])("%s (%i)", async ([, code, abuse]) => {
    const { open } = await start();
    const attacker = open();
    await attacker.join("student-5");
    abuse(attacker);
    expect(await attacker.closed()).toMatchObject({ code });
    const startedAt = performance.now();
    const back = await open().opened();
    // A timer may ring within the millisecond before.
    expect(performance.now() - startedAt).toBeGreaterThan(99);
    expect(await back.join("student-6")).toMatchObject({ type: "joined" });
  });

  test("and who gives up meanwhile is forgotten", async () => {
    const { open, server } = await start();
    const attacker = open();
    await attacker.join("student-5");
    many("{", 10)(attacker);
    await attacker.closed();
    const impatient = connect(server.port, "127.0.0.1");
    impatient.write(goodHandshake);
    await once(impatient, "connect");
    impatient.resetAndDestroy();
    expect(await open().join("student-6")).toMatchObject({ type: "joined" });
    expect(harness.logged()).not.toContain("internal");
  });
});

test("D8: who was closed for flooding stays out for 10 s, and is told so, by whichever way back", async () => {
  let later = 0;
  const { open } = await start({ ticks: () => later });
  const flooder = open();
  const { sessionId, secret } = await flooder.join("student-5", {
    room: "conference-1",
    resumable: true,
  });
  for (let at = 0; at < 1_200; at += 1) {
    flooder.send({ type: "chat", message: "x", ref: `${at}` });
  }
  const told = await received(flooder, "error", 1_000);
  const last = { code: "rate-limited", retryAfterMs: 10_000, ref: "1099" };
  expect(told.at(-1)).toMatchObject(last);
  await flooder.closed();
  later = 4_000;
  const refusal = { type: "error", code: "rate-limited", retryAfterMs: 6_000 };
  const [joining, resuming] = [open(), open()];
  expect(await joining.join("student-5", { room: "conference-1" })).toMatchObject(refusal);
  resuming.send({ type: "resume", roomId: "conference-1", sessionId, secret, lastSeq: 1 });
  expect(await resuming.next()).toMatchObject(refusal);
  expect(await resuming.closed()).toMatchObject({ code: 4008 });
  expect(await open().join("student-6", { room: "conference-1" })).toMatchObject({
    type: "joined",
  });
  later = 10_001;
  expect(await open().join("student-5", { room: "conference-1" })).toMatchObject({
    type: "joined",
  });
});

test("D8: who could have been drawn into a flood by others is closed for it, and not kept out", async () => {
  const { open } = await start({ ticks: () => 0 });
  const room = "conference-1";
  const [drawn, other] = [open(), open()];
  await other.join("student-6", { room });
  await drawn.join("student-5", { room });
  const candidate = { type: "ice-candidate", to: "student-6", payload: null };
  for (let at = 0; at < 1_600; at += 1) drawn.send(candidate);
  expect(await drawn.closed()).toEqual({ code: 4008, reason: "rate-limited" });
  expect(await open().join("student-5", { room })).toMatchObject({ type: "joined" });
});

test("D8: another socket brings the same participant no new allowance", async () => {
  const { open } = await start({ ticks: () => 0 });
  const first = open();
  await first.join("student-5");
  for (let at = 0; at < 100; at += 1) first.send({ type: "chat", message: "x" });
  await received(first, "chat", 100);
  first.send({ type: "leave" });
  await first.closed();
  const [second, other] = [open(), open()];
  await second.join("student-5");
  for (let at = 0; at < 20; at += 1) second.send({ type: "chat", message: "x" });
  expect((await received(second, "error", 1)).at(-1)).toMatchObject({ code: "rate-limited" });
  await other.join("student-6");
  other.send({ type: "chat", message: "x" });
  expect(await other.next()).toMatchObject({ type: "chat", from: "student-6" });
});

test("D9: an actor that joins over and over is told to wait, others are not", async () => {
  const { open } = await start({ ticks: () => 0 });
  const answers = [];
  for (let at = 0; at < 12; at += 1) {
    const client = open();
    answers.push(await client.join("student-5", { room: "conference-1" }));
    client.send({ type: "leave" });
    await client.closed();
  }
  expect(answers.slice(0, 10).every(({ type }) => type === "joined")).toBe(true);
  expect(answers.at(-1)).toMatchObject({ code: "rate-limited", retryAfterMs: expect.any(Number) });
  expect(await open().join("student-6", { room: "conference-1" })).toMatchObject({
    type: "joined",
  });
});

function offerOf(bytes: number, to: string) {
  return { type: "offer", to, payload: { type: "offer", sdp: "x".repeat(bytes) } };
}

/** All that comes until `count` messages of a type have come. */
async function received(client: Client, type: string, count: number) {
  const messages = [];
  for (let found = 0; found < count; ) {
    const message = await client.next();
    messages.push(message);
    if (message["type"] === type) found += 1;
  }
  return messages;
}
