import { afterEach, expect, test } from "vitest";
import type { SignalingOptions } from "./server.ts";
import {
  type Client,
  goodHandshake,
  type Harness,
  rawRequest,
  startHarness,
} from "./testing/harness.ts";

const running: Harness[] = [];

afterEach(async () => {
  for (const { server } of running.splice(0)) await server.close();
});

async function start(options: Partial<SignalingOptions> = {}): Promise<Harness> {
  const harness = await startHarness(options);
  running.push(harness);
  return harness;
}

test("drain() tells everybody, closes with 4000, and nobody is said to have left", async () => {
  const { open, server } = await start();
  const [tea, ana] = [open(), open()];
  await tea.join("teacher-1");
  await ana.join("student-5", { resumable: true });
  await tea.next();
  const drained = server.drain();
  for (const client of [tea, ana]) {
    expect(await client.next()).toMatchObject({
      type: "error",
      code: "draining",
      retryAfterMs: expect.any(Number),
    });
    expect(await client.closed()).toEqual({ code: 4000, reason: "draining" });
    expect(client.waiting()).toEqual([]);
  }
  await drained;
});

test("drain() sends the rooms away one after the other", async () => {
  const { open, server } = await start();
  const clients: Client[] = [];
  for (const room of ["conference-1", "conference-2"]) {
    clients.push(open());
    await clients.at(-1)?.join("teacher-1", { room });
  }
  const drained = server.drain({ withinMs: 400 });
  await clients[0]?.closed();
  clients[1]?.send({ type: "chat", message: "Still here" });
  expect(await clients[1]?.next()).toMatchObject({ type: "chat" });
  expect(await clients[1]?.closed()).toMatchObject({ code: 4000 });
  await drained;
});

test("drain() takes no time for rooms that nobody is connected to", async () => {
  const { open, server, line } = await start();
  const gone = open();
  await gone.join("student-5", { room: "conference-1", resumable: true });
  gone.cut();
  await line({ event: "held" });
  const client = open();
  await client.join("teacher-1", { room: "conference-2" });
  const drained = server.drain({ withinMs: 3_600_000 });
  expect(await client.next()).toMatchObject({ code: "draining" });
  await drained;
});

test("drain() is over as soon as all have gone by themselves", async () => {
  const { open, server } = await start();
  const [first, second] = [open(), open()];
  await first.join("teacher-1", { room: "conference-1" });
  await second.join("teacher-2", { room: "conference-2" });
  const drained = server.drain({ withinMs: 3_600_000 });
  await first.closed();
  second.cut();
  await drained;
});

test("while it drains no socket is let in, and the monitors hear of it", async () => {
  const { open, server } = await start();
  const client = open();
  await client.join("teacher-1");
  await open().join("teacher-2", { room: "conference-2" });
  const drained = server.drain({ withinMs: 1_000 });
  const answer = await rawRequest(server.port, goodHandshake);
  expect(answer).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n(?:.+\r\n)*Retry-After: 1\r\n/);
  const ready = await fetch(`http://127.0.0.1:${server.port}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([503, { status: "draining" }]);
  await drained;
});

test("a replacement takes over on the same port, and every handshake finds a server", async () => {
  const old = await start();
  const client = old.open();
  const { epoch } = await client.join("teacher-1");
  const { port } = old.server;
  const fresh = await start({ port, isReplacement: true });
  const drained = old.server.drain({ handsOver: true });
  expect(await client.next()).toMatchObject({ code: "draining", retryAfterMs: 0 });
  await drained;
  const back = await fresh.open().join("teacher-1");
  expect(back).toMatchObject({ type: "joined", settleMs: expect.any(Number) });
  expect(back["epoch"]).not.toBe(epoch);
});

test("a replacement waits for its rooms for as long as they are sent to it, and then as ever", async () => {
  const times = { settleMs: 15_000, drainMs: 60_000, ticks: () => 0 };
  const { open } = await start({ ...times, isReplacement: true });
  expect(await open().join("teacher-1")).toMatchObject({ settleMs: 75_000 });
});

test("monitors meet the replacement alone, while the old server sends its rooms on", async () => {
  const admin = { port: 0, secret: "s".repeat(32) };
  const old = await start({ admin });
  for (const room of ["conference-1", "conference-2"]) await old.open().join("teacher-1", { room });
  const port = old.server.adminPort ?? 0;
  await start({ port: old.server.port, isReplacement: true, admin: { ...admin, port } });
  void old.server.drain({ handsOver: true, withinMs: 10_000 });
  const asked = Array.from({ length: 20 }, () => rawRequest(port, question));
  for (const answer of await Promise.all(asked)) expect(answer).toContain("\nlectern_rooms 0\n");
});

test("a port of somebody else is an error, also for who could share it", async () => {
  const { server } = await start();
  await expect(startHarness({ port: server.port })).rejects.toMatchObject({ code: "EADDRINUSE" });
});

const question = ["GET /metrics HTTP/1.1", "Host: localhost", "Connection: close", "\r\n"].join(
  "\r\n",
);
