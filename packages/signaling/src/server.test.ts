import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Closings } from "./closings.ts";
import {
  Client,
  type Harness,
  nowSeconds,
  rawRequest,
  startHarness,
  tokenFor,
} from "./testing/harness.ts";

const offer = { type: "offer", sdp: "v=0\r\n" };
let harness: Harness;
let rooms = 0;

beforeAll(async () => {
  harness = await startHarness({ maxSeats: 4 });
});

afterAll(() => harness.server.close());

function newRoom(): string {
  rooms += 1;
  return `conference-${rooms}`;
}

describe("join", () => {
  test("gives the roster, the time and the epoch; the others hear of it", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    expect(await tea.join("teacher-1", { room, name: "Tea" })).toMatchObject({
      type: "joined",
      roomId: room,
      self: { id: "teacher-1", role: "teacher", name: "Tea" },
      participants: [],
    });
    const joined = await ana.join("student-5", { room, name: "Ana" });
    expect(joined).toMatchObject({ participants: [{ id: "teacher-1" }] });
    expect(joined["epoch"]).toEqual(expect.any(String));
    expect(await tea.next()).toMatchObject({
      type: "peer-joined",
      peer: { id: "student-5", name: "Ana" },
    });
  });

  test("says how long a fresh server waits for its rooms, until it has settled", async () => {
    let at = 0;
    const fresh = await startHarness({ settleMs: 15_000, ticks: () => at });
    const settleMs = async (id: string) => (await fresh.open().join(id))["settleMs"];
    expect(await settleMs("student-1")).toBe(15_000);
    at = 14_999;
    expect(await settleMs("student-2")).toBe(1);
    at = 15_000;
    expect(await settleMs("student-3")).toBeUndefined();
    await fresh.server.close();
  });

  test("gives the page's instance back to everybody", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), await harness.open().opened()];
    await tea.join("teacher-1", { room });
    ana.send({
      type: "join",
      roomId: room,
      token: tokenFor("student-5", { room }),
      instance: "p-1",
    });
    expect(await ana.next()).toMatchObject({ self: { instance: "p-1" } });
    expect(await tea.next()).toMatchObject({ peer: { instance: "p-1" } });
  });

  test.each([
    ["a token that expired", { iat: nowSeconds() - 9000 }, 4100, "token-expired"],
    ["a token from the future", { iat: nowSeconds() + 300 }, 4501, "token-invalid"],
    ["a token that lives too long", { ttl: 7201 }, 4501, "token-invalid"],
  ])("with %s is closed with its code", async (_, changes, code, reason) => {
    const client = harness.open();
    expect(await client.join("student-5", changes)).toMatchObject({ type: "error", code: reason });
    expect(await client.closed()).toEqual({ code, reason });
  });

  test("with a token of another room is forbidden", async () => {
    const client = await harness.open().opened();
    const token = tokenFor("teacher-1", { room: "conference-a" });
    client.send({ type: "join", roomId: "conference-b", token });
    expect(await client.closed()).toEqual({ code: 4503, reason: "forbidden" });
  });

  test("of a full room is closed with room-full", async () => {
    const room = newRoom();
    for (const id of ["teacher-1", "student-1", "student-2", "student-3"]) {
      await harness.open().join(id, { room });
    }
    const late = harness.open();
    expect(await late.join("student-4", { room })).toMatchObject({ code: "room-full" });
    expect(await late.closed()).toEqual({ code: 4514, reason: "room-full" });
  });

  test("of an actor who is in takes the seat over", async () => {
    const room = newRoom();
    const [older, other, newer] = [harness.open(), harness.open(), harness.open()];
    await older.join("student-5", { room });
    await other.join("teacher-1", { room });
    expect(await newer.join("student-5", { room })).toMatchObject({
      type: "joined",
      participants: [{ id: "teacher-1" }],
    });
    await older.next();
    expect(await older.next()).toMatchObject({ type: "error", code: "session-replaced" });
    expect(await older.closed()).toEqual({ code: 4509, reason: "session-replaced" });
    expect(await other.next()).toMatchObject({ type: "peer-left", reason: "connection-lost" });
    expect(await other.next()).toMatchObject({ type: "peer-joined", peer: { id: "student-5" } });
    newer.send({ type: "chat", message: "Still here" });
    expect(await other.next()).toMatchObject({ type: "chat", from: "student-5" });
  });

  test("that does not come in time is closed with join-timeout", async () => {
    const hasty = await startHarness({ joinTimeoutMs: 40 });
    const client = await hasty.open().opened();
    expect(await client.next()).toMatchObject({ code: "join-timeout" });
    expect(await client.closed()).toEqual({ code: 4102, reason: "join-timeout" });
    await hasty.server.close();
  });

  test("with lectern.v1 offered selects it, without is served too", async () => {
    const client = await new Client(harness.url, ["other", "lectern.v1"]).opened();
    expect(client.protocol).toBe("lectern.v1");
    expect((await harness.open().opened()).protocol).toBe("");
  });
});

describe("optional messages", () => {
  const links = [{ peer: "teacher-1", quality: "bad", sound: "lost", picture: "off" }];

  test("reach who accepts them: a report without a number, and one in 5 s", async () => {
    const room = newRoom();
    const [tea, ana] = [await harness.open().opened(), harness.open()];
    const token = tokenFor("teacher-1", { room });
    const accepts = ["report", "of-tomorrow"];
    tea.send({ type: "join", roomId: room, token, resumable: true, accepts });
    expect(await tea.next()).toMatchObject({ type: "joined", seq: 1 });
    await ana.join("student-5", { room });
    expect(await tea.next()).toMatchObject({ type: "peer-joined", seq: 2 });
    ana.send({ type: "report", links });
    expect(await tea.next()).toEqual({ type: "report", from: "student-5", links });
    ana.send({ type: "report", links });
    expect(await ana.next()).toMatchObject({ code: "rate-limited" });
    ana.send({ type: "chat", message: "Hi" });
    expect(await tea.next()).toMatchObject({ type: "chat", seq: 3 });
  });

  test("are not seen by a plain client", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await tea.join("teacher-1", { room });
    await ana.join("student-5", { room });
    ana.send({ type: "report", links });
    ana.send({ type: "mend", to: "teacher-1", peer: "student-5" });
    ana.send({ type: "chat", message: "Hi" });
    expect(await tea.next()).toMatchObject({ type: "peer-joined" });
    expect(await tea.next()).toMatchObject({ type: "chat" });
  });
});

describe("T8: before join", () => {
  test.each([
    [{ type: "offer", to: "student-1", payload: offer }],
    [{ type: "answer", to: "student-1", payload: { ...offer, type: "answer" } }],
    [{ type: "ice-candidate", to: "student-1", payload: null }],
    [{ type: "chat", message: "Hi" }],
    [{ type: "mend", to: "student-1", peer: "student-2" }],
    [{ type: "report", links: [] }],
    [{ type: "meeting-ended" }],
    [{ type: "leave" }],
  ])("%j gets join-required", async (message) => {
    const client = await harness.open().opened();
    client.send({ ...message, ref: "r" });
    expect(await client.next()).toMatchObject({ type: "error", code: "join-required", ref: "r" });
  });

  test("resume gets resume-failed, and a join on the same socket is served", async () => {
    const room = newRoom();
    const client = await harness.open().opened();
    client.send({ type: "resume", roomId: room, sessionId: "s", secret: "x", lastSeq: 0 });
    expect(await client.next()).toMatchObject({ code: "resume-failed" });
    expect(await client.join("student-5", { room })).toMatchObject({ type: "joined" });
  });
});

describe("in the room", () => {
  test("join and resume get already-joined", async () => {
    const room = newRoom();
    const client = harness.open();
    await client.join("student-5", { room });
    expect(await client.join("student-5", { room })).toMatchObject({ code: "already-joined" });
    client.send({ type: "resume", roomId: room, sessionId: "s", secret: "x", lastSeq: 0 });
    expect(await client.next()).toMatchObject({ code: "already-joined" });
  });

  test("a directed message reaches its receiver as it was, from whom the token says", async () => {
    const room = newRoom();
    const [tea, ana, ben] = [harness.open(), harness.open(), harness.open()];
    await ana.join("student-5", { room });
    await ben.join("student-6", { room });
    await tea.join("teacher-1", { room });
    const payload = { ...offer, extra: { a: [1, null] } };
    tea.send({ type: "offer", to: "student-5", from: "student-6", role: "teacher", payload });
    await ana.next();
    await ana.next();
    expect(await ana.next()).toEqual({ type: "offer", from: "teacher-1", payload });
    ana.send({ type: "chat", message: "Done" });
    await ben.next();
    expect(await ben.next()).toMatchObject({ type: "chat" });
  });

  test("T3: a peer of another room is not found, the same as none", async () => {
    const elsewhere = harness.open();
    await elsewhere.join("student-9", { room: newRoom() });
    const client = harness.open();
    await client.join("teacher-1", { room: newRoom() });
    client.send({ type: "offer", to: "student-9", payload: offer });
    const there = await client.next();
    client.send({ type: "offer", to: "student-8", payload: offer });
    const none = await client.next();
    expect(there).toMatchObject({ code: "peer-not-found" });
    expect(String(there["message"]).replace("9", "8")).toBe(none["message"]);
  });

  test("T2: of duplicate keys one is sent on, the last", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await ana.join("student-5", { room });
    await tea.join("teacher-1", { room });
    await ana.next();
    tea.send('{"type":"chat","message":"first","message":"last","from":"x","from":"y"}');
    const line = await ana.next();
    expect(line).toMatchObject({ message: "last", from: "teacher-1" });
  });

  test("a student's meeting-ended gets not-teacher and ends nothing", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await tea.join("teacher-1", { room });
    await ana.join("student-5", { room });
    await tea.next();
    ana.send({ type: "meeting-ended", ref: "r" });
    expect(await ana.next()).toMatchObject({ code: "not-teacher", ref: "r" });
    ana.send({ type: "chat", message: "Hi" });
    expect(await tea.next()).toMatchObject({ type: "chat" });
    expect(harness.ended.some((meeting) => meeting.roomId === room)).toBe(false);
  });

  test("leave says bye to who leaves and left to the others", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await tea.join("teacher-1", { room });
    await ana.join("student-5", { room });
    await tea.next();
    ana.send({ type: "leave" });
    expect(await ana.closed()).toEqual({ code: 1000, reason: "bye" });
    expect(await tea.next()).toEqual({ type: "peer-left", peerId: "student-5", reason: "left" });
  });

  test("a socket that ends is told to the others as connection-lost", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await tea.join("teacher-1", { room });
    await ana.join("student-5", { room });
    await tea.next();
    ana.close();
    expect(await tea.next()).toMatchObject({ type: "peer-left", reason: "connection-lost" });
  });
});

describe("the end of a meeting", () => {
  test("is told to all and to the app, closes with 4511, and shuts out tokens from before it", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await tea.join("teacher-1", { room });
    await ana.join("student-5", { room });
    await tea.next();
    tea.send({ type: "meeting-ended" });
    for (const client of [tea, ana]) {
      expect(await client.next()).toEqual({ type: "meeting-ended", by: "teacher-1" });
      expect(await client.closed()).toEqual({ code: 4511, reason: "meeting-ended" });
    }
    expect(harness.ended.at(-1)).toMatchObject({ roomId: room, by: "teacher-1" });
    const late = harness.open();
    expect(await late.join("student-5", { room })).toMatchObject({ code: "meeting-ended" });
    expect(await late.closed()).toEqual({ code: 4511, reason: "meeting-ended" });
    const anew = harness.open();
    expect(await anew.join("student-5", { room, iat: nowSeconds() + 2 })).toMatchObject({
      type: "joined",
    });
  });

  test("before this process began is known from the app", async () => {
    const closings = new Closings(7200);
    const restarted = await startHarness({ closings });
    const room = newRoom();
    closings.addMeeting({ roomId: tokenRoom(room), by: tokenActor(), endedAt: Date.now() + 1000 });
    const client = restarted.open();
    expect(await client.join("student-5", { room })).toMatchObject({ code: "meeting-ended" });
    await restarted.server.close();
  });
});

describe("malformed input", () => {
  test.each([
    ["{", "bad-json"],
    ['{"type":"wave"}', "unknown-type"],
    ['{"type":"chat","message":5}', "invalid-field"],
    [new Uint8Array([1, 2]), "bad-json"],
  ])("%j costs an error, not the connection", async (frame, code) => {
    const room = newRoom();
    const client = harness.open();
    await client.join("student-5", { room });
    client.send(frame);
    expect(await client.next()).toMatchObject({ type: "error", code });
    client.send({ type: "chat", message: "Still here" });
    expect(await client.next()).toMatchObject({ type: "chat" });
  });

  test("the tenth closes the socket with bad-message, and the others only hear of its end", async () => {
    const room = newRoom();
    const [tea, ana] = [harness.open(), harness.open()];
    await tea.join("teacher-1", { room });
    await ana.join("student-5", { room });
    await tea.next();
    for (let sent = 0; sent < 10; sent += 1) ana.send("nonsense");
    expect(await ana.closed()).toEqual({ code: 4500, reason: "bad-message" });
    expect(await tea.next()).toMatchObject({ type: "peer-left" });
    tea.send({ type: "chat", message: "Hi" });
    expect(await tea.next()).toMatchObject({ type: "chat" });
  });

  test("a frame of 64 KiB is read, one byte more is closed with 1009", async () => {
    const frame = (bytes: number) => JSON.stringify({ type: "x" }).padEnd(bytes, " ");
    const fits = await harness.open().opened();
    fits.send(frame(65_536));
    expect(await fits.next()).toMatchObject({ code: "unknown-type" });
    const over = await harness.open().opened();
    over.send(frame(65_537));
    expect((await over.closed()).code).toBe(1009);
  });
});

test("heartbeat: who gives no sign of life is closed with heartbeat-timeout", async () => {
  let later = 0;
  let eachTimeMs = 0;
  const strict = await startHarness({
    pingIntervalMs: 20,
    heartbeatTimeoutMs: 40_000,
    // An answer that is still on its way when the clock begins to run is soon an old one, too.
    ticks: () => {
      later += eachTimeMs;
      return performance.now() + later;
    },
  });
  const client = strict.open();
  await client.join("student-5");
  client.freeze();
  eachTimeMs = 1_000;
  await strict.line({ event: "closed", code: 4001, reason: "heartbeat-timeout" });
  await strict.server.close();
});

describe("before the upgrade", () => {
  const handshake = (changes: Record<string, string | null> = {}, target = "/ws/conference") => {
    const headers: Record<string, string | null> = {
      Host: "school.example:6001",
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...changes,
    };
    const lines = Object.entries(headers).flatMap(([name, value]) =>
      value === null ? [] : [`${name}: ${value}`],
    );
    return `GET ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`;
  };

  test.each([
    ["a good handshake", handshake(), 101],
    ["a good handshake with a query", handshake({}, "/ws/conference?x=1"), 101],
    ["a page of the same host, another port", handshake({ Origin: "https://school.example" }), 101],
    ["another path", handshake({}, "/ws/other"), 404],
    ["another version", handshake({ "Sec-WebSocket-Version": "8" }), 426],
    ["no version", handshake({ "Sec-WebSocket-Version": null }), 426],
    ["no key", handshake({ "Sec-WebSocket-Key": null }), 400],
    ["a short key", handshake({ "Sec-WebSocket-Key": "c2hvcnQ=" }), 400],
    ["an upgrade to something else", handshake({ Upgrade: "h2c" }), 400],
    ["a page of another host", handshake({ Origin: "https://evil.example" }), 403],
    ["a request that is no upgrade", handshake({ Upgrade: null, Connection: "close" }), 426],
    ["a request that is no HTTP", "\u0016\u0003\u0001\r\n\r\n", 400],
  ])("%s", async (_, request, status) => {
    const answer = await rawRequest(harness.server.port, request);
    expect(answer.slice(0, 12)).toBe(`HTTP/1.1 ${status}`);
  });

  test("/healthz answers that it serves", async () => {
    const response = await fetch(`http://127.0.0.1:${harness.server.port}/healthz`);
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  });
});

function tokenRoom(room: string) {
  return room as Parameters<Closings["addMeeting"]>[0]["roomId"];
}

function tokenActor() {
  return "teacher-1" as Parameters<Closings["addMeeting"]>[0]["by"];
}
