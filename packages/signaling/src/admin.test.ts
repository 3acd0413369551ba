import { parseParticipantId, parseRoomId } from "@lectern/protocol/ids";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Harness, nowSeconds, startHarness } from "./testing/harness.ts";

const secret = "an admin secret of more than 32 bytes".replaceAll(" ", "-");
let harness: Harness;
let rooms = 0;

beforeAll(async () => {
  harness = await startHarness({ admin: { port: 0, secret } });
});

afterAll(() => harness.server.close());

describe("removing a participant", () => {
  test("closes the socket with 4510, tells the others, and makes token and secret useless", async () => {
    const { room, tea, ana, joined } = await lesson();
    expect(await post(`/rooms/${room}/remove`, { actor: "student-5" })).toEqual([
      200,
      { wasSeated: true },
    ]);
    expect(await ana.next()).toMatchObject({ type: "error", code: "removed", seq: 2 });
    expect(await ana.closed()).toEqual({ code: 4510, reason: "removed" });
    expect(await tea.next()).toEqual({
      type: "peer-left",
      peerId: "student-5",
      reason: "removed",
    });
    const back = await harness.open().opened();
    const { sessionId, secret: key } = joined;
    back.send({ type: "resume", roomId: room, sessionId, secret: key, lastSeq: 1 });
    expect(await back.next()).toMatchObject({ code: "resume-failed" });
    expect(await back.join("student-5", { room })).toMatchObject({ code: "token-invalid" });
    expect(harness.removed.at(-1)).toMatchObject({ roomId: room, actor: "student-5" });
  });

  test("reaches a seat that is held, too", async () => {
    const { room, tea, ana } = await lesson();
    ana.cut();
    await harness.line({ event: "held", room });
    await post(`/rooms/${room}/remove`, { actor: "student-5" });
    expect(await tea.next()).toMatchObject({ type: "peer-left", reason: "removed" });
  });

  test("who is let back in comes with a token from after it", async () => {
    const { room } = await lesson();
    await post(`/rooms/${room}/remove`, { actor: "student-5" });
    const back = harness.open();
    expect(await back.join("student-5", { room, iat: nowSeconds() + 2 })).toMatchObject({
      type: "joined",
    });
    // The same news once more, as the app gives it when it comes back, removes nobody.
    harness.server.learn({ meetings: [], removals: harness.removed.slice(-1) });
    back.send({ type: "chat", message: "Still here" });
    expect(await back.next()).toMatchObject({ type: "chat" });
  });

  test("of nobody revokes the tokens all the same", async () => {
    const room = newRoom();
    expect(await post(`/rooms/${room}/remove`, { actor: "student-9" })).toEqual([
      200,
      { wasSeated: false },
    ]);
    expect(await harness.open().join("student-9", { room })).toMatchObject({
      code: "token-invalid",
    });
  });
});

describe("what was closed elsewhere", () => {
  test("reaches who is in: a removal the one, the end of a meeting all", async () => {
    const { room, tea, ana } = await lesson();
    const roomId = parseRoomId(room) ?? fail();
    const [by, actor] = [parseParticipantId("teacher-1"), parseParticipantId("student-5")];
    if (!by || !actor) return fail();
    harness.server.learn({ meetings: [], removals: [{ roomId, actor, removedAt: Date.now() }] });
    expect(await ana.closed()).toEqual({ code: 4510, reason: "removed" });
    expect(await tea.next()).toMatchObject({ type: "peer-left", reason: "removed" });
    harness.server.learn({ meetings: [{ roomId, by, endedAt: Date.now() }], removals: [] });
    expect(await tea.closed()).toEqual({ code: 4511, reason: "meeting-ended" });
  });
});

describe("the other commands", () => {
  test("rooms are listed with counts and without names", async () => {
    const { room, ana } = await lesson();
    ana.cut();
    await harness.line({ event: "held", room });
    const [status, body] = await get("/rooms", secret);
    expect(status).toBe(200);
    const { rooms: list } = body as { rooms: readonly Record<string, unknown>[] };
    expect(list.find(({ roomId }) => roomId === room)).toEqual({
      roomId: room,
      teachers: 1,
      students: 1,
      held: 1,
      since: expect.any(Number),
    });
  });

  test("a meeting is ended for all, and its tokens are useless", async () => {
    const { room, tea } = await lesson();
    expect(await post(`/rooms/${room}/end`, { by: "teacher-1" })).toEqual([200, {}]);
    expect(await tea.next()).toEqual({ type: "meeting-ended", by: "teacher-1" });
    expect(await tea.closed()).toMatchObject({ code: 4511 });
    expect(await harness.open().join("student-5", { room })).toMatchObject({
      code: "meeting-ended",
    });
    expect(harness.ended.at(-1)).toMatchObject({ roomId: room, by: "teacher-1" });
  });

  test("a meeting in which nobody is can be ended too", async () => {
    const room = newRoom();
    await post(`/rooms/${room}/end`, { by: "teacher-1" });
    expect(await harness.open().join("student-5", { room })).toMatchObject({
      code: "meeting-ended",
    });
  });
});

describe("who may do what", () => {
  test.each([
    ["no secret", null, 401],
    ["another secret", "x".repeat(40), 401],
    ["the start of the secret", secret.slice(0, -1), 401],
    ["the secret", secret, 200],
  ])("with %s", async (_, given, status) => {
    expect((await get("/rooms", given))[0]).toBe(status);
  });

  test.each([
    ["GET", "/rooms/conference-1/remove", undefined, 405],
    ["POST", "/rooms", {}, 405],
    ["POST", "/rooms/conference-1/mute", {}, 404],
    ["POST", "/rooms/conference-1/remove/it", {}, 404],
    ["POST", "/rooms/nowhere/remove", { actor: "student-5" }, 400],
    ["POST", "/rooms/conference-1/remove", { actor: "admin" }, 400],
    ["POST", "/rooms/conference-1/end", { by: 5 }, 400],
    ["POST", "/rooms/conference-1/end", "{", 400],
    ["POST", "/rooms/conference-1/end", { by: "x".repeat(10_000) }, 400],
    ["GET", "/", undefined, 404],
  ])("%s %s with %j is answered with a code and a sentence", async (method, path, body, status) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(address(path), {
      method,
      headers: { authorization: `Bearer ${secret}` },
      ...(text !== undefined && { body: text }),
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      code: expect.any(String),
      message: expect.any(String),
    });
  });

  test("the participants' port knows no command", async () => {
    const headers = { authorization: `Bearer ${secret}` };
    const response = await fetch(`http://127.0.0.1:${harness.server.port}/rooms`, { headers });
    expect(response.status).toBe(404);
  });
});

describe("O1: metrics", () => {
  test("count what happens, and name nobody and no room", async () => {
    const { room, tea, ana } = await lesson();
    tea.send({ type: "ice-candidate", to: "student-5", payload: null });
    await ana.next();
    tea.send({ type: "chat", message: "Hi" });
    await ana.next();
    const text = await (await fetch(address("/metrics"))).text();
    expect(text).toMatch(/^lectern_relayed_total\{type="ice-candidate"\} [1-9]/m);
    expect(text).toMatch(/^lectern_relayed_total\{type="chat"\} [1-9]/m);
    expect(text).toMatch(/^lectern_joins_total\{result="joined"\} [1-9]/m);
    expect(text).toMatch(/^lectern_joins_total\{result="token-invalid"\} [1-9]/m);
    expect(text).toMatch(/^lectern_closes_total\{code="4510"\} [1-9]/m);
    expect(text).toMatch(/^lectern_seats\{state="live"\} [1-9]/m);
    expect(text).toMatch(/^lectern_relay_seconds_count [1-9]/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).not.toMatch(/conference-|teacher-|student-|Name of/);
    expect(text).not.toContain(room);
  });

  test("are for the secret on the participants' port, and without it there is nothing", async () => {
    const url = `http://127.0.0.1:${harness.server.port}/metrics`;
    expect((await fetch(url)).status).toBe(404);
    const wrong = { authorization: `Bearer ${secret}x` };
    expect((await fetch(url, { headers: wrong })).status).toBe(404);
    const right = { authorization: `Bearer ${secret}` };
    expect((await fetch(url, { headers: right })).status).toBe(200);
  });

  test("/healthz and /readyz say how it is and nothing more", async () => {
    for (const port of [harness.server.port, harness.server.adminPort]) {
      const health = await fetch(`http://127.0.0.1:${port}/healthz`);
      expect([health.status, await health.json()]).toEqual([200, { status: "ok" }]);
      const ready = await fetch(`http://127.0.0.1:${port}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([200, { status: "ready" }]);
    }
  });
});

/** A teacher with a plain client and a student with a resumable seat. */
async function lesson() {
  const room = newRoom();
  const [tea, ana] = [harness.open(), harness.open()];
  await tea.join("teacher-1", { room });
  const joined = await ana.join("student-5", { room, resumable: true });
  await tea.next();
  return { room, tea, ana, joined };
}

function newRoom(): string {
  rooms += 1;
  return `conference-a${rooms}`;
}

function address(path: string): string {
  return `http://127.0.0.1:${harness.server.adminPort}${path}`;
}

async function get(path: string, given: string | null): Promise<readonly [number, unknown]> {
  const headers = given === null ? {} : { authorization: `Bearer ${given}` };
  const response = await fetch(address(path), { headers });
  return [response.status, await response.json()];
}

async function post(path: string, body: object): Promise<readonly [number, unknown]> {
  const response = await fetch(address(path), {
    method: "POST",
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify(body),
  });
  return [response.status, await response.json()];
}

function fail(): never {
  throw new TypeError("Cannot make an id");
}
