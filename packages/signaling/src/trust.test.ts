import { connect } from "node:net";
import { parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConnectionId, SeatId } from "./room-types.ts";
import { Rooms } from "./rooms.ts";
import { type Client, type Harness, startHarness, tokenFor } from "./testing/harness.ts";

type Received = Readonly<Record<string, unknown>>;

const offer = { type: "offer", sdp: "v=0\r\n" };
const wide = { perSecond: 100_000, burst: 100_000 };
const rates = { chat: wide, candidates: wide, descriptions: wide, joins: wide };
let harness: Harness;
let made = 0;

beforeAll(async () => {
  harness = await startHarness({ rates, maxWaiting: 100_000, maxConnections: 100_000 });
});

afterAll(() => harness.server.close());

describe("T1: nobody speaks as somebody else", () => {
  const forged = fc.record(
    {
      from: fc.constantFrom("teacher-1", "student-6", "", 5),
      name: fc.constantFrom("Tea", "Ben", null),
      role: fc.constantFrom("teacher", "admin"),
      sub: fc.constantFrom("teacher-1"),
      id: fc.constantFrom("teacher-1"),
      sentAt: fc.constantFrom(0),
      sender: fc.constantFrom({ id: "teacher-1" }),
    },
    { requiredKeys: [] },
  );
  const message = fc.oneof(
    fc.record({ type: fc.constant("chat"), message: fc.string({ minLength: 1, maxLength: 20 }) }),
    fc.record({
      type: fc.constant("offer"),
      to: fc.constantFrom("teacher-1", "student-6"),
      payload: fc.constant(offer),
    }),
    fc.record({
      type: fc.constant("ice-candidate"),
      to: fc.constantFrom("teacher-1", "student-6"),
      payload: fc.constantFrom(null, { candidate: "a", from: "teacher-1" }),
    }),
  );

  test("whatever a client writes beside its message, `from` is the sub of its token", async () => {
    const { tea, ana, ben } = await lesson();
    const messages = fc.sample(fc.tuple(message, forged), 500).map(([one, lie]) => ({
      ...lie,
      ...one,
    }));
    for (const one of messages) ana.send(one);
    ana.send({ type: "chat", message: "the last word", from: "teacher-1" });
    for (const client of [tea, ben]) {
      for (const heard of await until(client, ({ message: text }) => text === "the last word")) {
        expect(heard["from"]).toBe("student-5");
        if (heard["type"] === "chat") expect(heard["name"]).toBe("Name of student-5");
      }
    }
  });
});

test("T2: of duplicate keys one arrives, the last, in 60 texts", async () => {
  const { tea, ana } = await lesson();
  const keys = ["message", "from", "name", "type", "id", "ref"];
  const texts = Array.from({ length: 60 }, (_, at) => {
    const key = keys[at % keys.length];
    const doubled = key === "type" ? `"type":"leave",` : `"${key}":"first ${at}",`;
    return `{${doubled}"type":"chat","message":"last ${at}","${key}":${JSON.stringify(
      key === "message" ? `last ${at}` : key === "type" ? "chat" : "x",
    )}}`;
  });
  for (const text of texts) ana.send(text);
  for (let at = 0; at < texts.length; at += 1) {
    const heard = await tea.next();
    expect(heard).toMatchObject({ type: "chat", message: `last ${at}`, from: "student-5" });
    expect(Object.keys(heard).sort()).toEqual(["from", "id", "message", "name", "sentAt", "type"]);
  }
});

test("T3: of 100,000 messages to random targets none crosses from one room into another", () => {
  const { rooms, crossings } = twoRooms();
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  for (let at = 0; at < 100_000; at += 1) {
    const [room, from] = [random(2), random(20)];
    rooms.dispatch(roomOf(room), {
      type: "signal",
      from: actorOf(room, from),
      connection: socketOf(room, from),
      to: actorOf(random(2), random(20)),
      signal: { type: "ice-candidate", payload: null },
    });
  }
  expect(crossings).toEqual({ within: expect.any(Number), across: 0 });
  expect(crossings.within).toBeGreaterThan(10_000);
});

test("T6: a teacher of one conference commands nothing in another: 3 teachers x 3 rooms", async () => {
  const numbers = [1, 2, 3].map(() => newRoom());
  const pupils = await Promise.all(
    numbers.map(async (room) => {
      const pupil = harness.open();
      await pupil.join("student-5", { room });
      return pupil;
    }),
  );
  for (const own of numbers) {
    for (const other of numbers) {
      if (own === other) continue;
      const teacher = await harness.open().opened();
      const token = tokenFor("teacher-1", { room: own });
      teacher.send({ type: "join", roomId: other, token });
      expect(await teacher.closed()).toEqual({ code: 4503, reason: "forbidden" });
      const inOwn = harness.open();
      await inOwn.join("teacher-1", { room: own });
      for (const command of ["offer", "chat"]) {
        inOwn.send({ type: command, roomId: other, to: "student-9", message: "x", payload: offer });
        await inOwn.next();
      }
      inOwn.send({ type: "leave" });
      await inOwn.closed();
    }
  }
  const [first, second, third] = numbers;
  const ending = harness.open();
  await ending.join("teacher-1", { room: String(first) });
  ending.send({ type: "meeting-ended", roomId: second });
  expect(await pupils[0]?.closed()).toMatchObject({ code: 4511 });
  for (const [at, room] of [
    [1, second],
    [2, third],
  ] as const) {
    pupils[at]?.send({ type: "chat", message: `still in ${room}` });
    await until(pupils[at] ?? ending, ({ message }) => message === `still in ${room}`);
  }
});

test("T7: of 200 names that look like the teacher's none makes a teacher", async () => {
  const { tea, room } = await lesson();
  const letters: Readonly<Record<string, string>> = { T: "ТΤ𝖳", e: "еҽ", a: "аɑ", r: "г" };
  const names = Array.from({ length: 200 }, (_, at) =>
    [..."Teacher"].map((letter, place) => {
      const looks = [...(letters[letter] ?? letter)];
      return (at >> place) % 2 ? (looks[at % looks.length] ?? letter) : letter;
    }),
  ).map((parts, at) => `${parts.join("")}${at < 100 ? "" : " ✓"}`);
  for (const name of names) {
    const pupil = harness.open();
    await pupil.join("student-7", { room, name });
    expect(await tea.next()).toMatchObject({
      type: "peer-joined",
      peer: { role: "student", name },
    });
    pupil.send({ type: "meeting-ended" });
    expect((await until(pupil, ({ type }) => type === "error")).at(-1)).toMatchObject({
      code: "not-teacher",
    });
    pupil.send({ type: "leave" });
    expect(await tea.next()).toMatchObject({ type: "peer-left" });
  }
});

test("T10: of 200 racing pairs one has the seat in the end, and the roster shows one", async () => {
  for (let at = 0; at < 200; at += 1) {
    const room = newRoom();
    const racers = [await harness.open().opened(), await harness.open().opened()];
    for (const racer of racers) {
      racer.send({ type: "join", roomId: room, token: tokenFor("student-5", { room }) });
    }
    const [loser] = racers;
    expect(await loser?.closed()).toMatchObject({ code: 4509 });
    const witness = harness.open();
    const { participants } = await witness.join("teacher-1", { room });
    expect(participants).toHaveLength(1);
    for (const client of [racers[1], witness]) client?.close();
  }
});

test("T14: a room that is unknown and one that is forbidden look the same", async () => {
  await lesson();
  const token = tokenFor("student-9", { room: newRoom() });
  const answers = new Set<string>();
  for (const guess of [
    `conference-t${made - 1}`,
    "conference-nobody",
    `conference-${"x".repeat(64)}`,
  ]) {
    const client = await harness.open().opened();
    client.send({ type: "join", roomId: guess, token });
    const answer = await client.next();
    answers.add(JSON.stringify([answer, await client.closed()]));
  }
  expect(answers.size).toBe(1);
});

test("W7: 1,000 messages that reach for prototypes change none", async () => {
  const before = Object.getOwnPropertyNames(Object.prototype).sort();
  const { tea, ana } = await lesson();
  for (let at = 0; at < 1_000; at += 1) {
    const reach =
      at % 2 ? '"__proto__":{"polluted":1}' : '"constructor":{"prototype":{"polluted":1}}';
    ana.send(
      `{"type":"ice-candidate","to":"teacher-1",${reach},"payload":{"candidate":"a",${reach}}}`,
    );
  }
  ana.send({ type: "chat", message: "done" });
  await until(tea, ({ message }) => message === "done");
  expect(Object.getOwnPropertyNames(Object.prototype).sort()).toEqual(before);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("W10: 200 payloads against the log leave whole JSON lines of short values", async () => {
  const quiet = await startHarness();
  const payloads = Array.from({ length: 200 }, (_, at) => `x\n{"event":"forged"}\r\u2028${at}`);
  for (const payload of payloads) {
    const client = await quiet.open().opened();
    client.send({ type: "join", roomId: payload, token: payload });
    client.send({ type: payload, ref: payload });
    client.close();
  }
  const long = await quiet.open().opened();
  long.send({ type: "join", roomId: "conference-1", token: `${"x".repeat(3_000)}.a.b` });
  await quiet.line({ event: "refused" });
  await quiet.server.close();
  const lines = quiet.logged().trim().split("\n");
  for (const line of lines) {
    const parsed = JSON.parse(line) as Record<string, unknown>;
    expect(parsed["event"]).not.toBe("forged");
    for (const value of Object.values(parsed)) expect(String(value).length).toBeLessThan(257);
  }
});

test("D1: headers that never end are cut off", async () => {
  const socket = connect(harness.server.port, "127.0.0.1");
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  socket.resume();
  socket.write("GET /ws/conference HTTP/1.1\r\nHost: school.example\r\n");
  const drip = setInterval(() => socket.write("X-Slow: 1\r\n"), 500);
  await closed;
  clearInterval(drip);
}, 12_000);

test("D10: of 100,000 rooms that were opened and left none is kept", () => {
  const rooms = makeRooms();
  for (let at = 0; at < 100_000; at += 1) {
    const roomId = parseRoomId(`conference-${at}`) ?? impossible();
    const from = actorOf(0, 1);
    const connection = (at + 1) as ConnectionId;
    rooms.dispatch(roomId, joinOf(from, connection));
    const last =
      at % 2 ? ({ type: "leave" } as const) : ({ type: "disconnect", isBroken: true } as const);
    rooms.dispatch(roomId, { ...last, from, connection });
  }
  expect([...rooms.list()]).toEqual([]);
  expect(rooms.keptBytes).toBe(0);
});

/** Two rooms of 20 that count what reaches whom. */
function twoRooms() {
  const crossings = { within: 0, across: 0 };
  const hear = (connection: number, frame: Buffer) => {
    const text = String(frame);
    const [, sender] = /"from":"student-(\d)x\d+"/.exec(text) ?? [];
    if (sender === undefined) return;
    if (Number(sender) === Math.floor(connection / 100)) crossings.within += 1;
    else crossings.across += 1;
  };
  const rooms = makeRooms();
  for (const room of [0, 1]) {
    for (let at = 0; at < 20; at += 1) {
      const connection = socketOf(room, at);
      rooms.add({
        id: connection,
        send: (frame) => hear(connection, frame),
        probe: () => {},
        close: () => {},
        seated: () => {},
      });
      rooms.dispatch(roomOf(room), joinOf(actorOf(room, at), connection));
    }
  }
  return { rooms, crossings };
}

function makeRooms(): Rooms {
  return new Rooms({ maxSeats: 500, metrics: { error: () => {} }, onEnded: () => {} });
}

function joinOf(id: ReturnType<typeof actorOf>, connection: ConnectionId) {
  const participant = { id, role: roleOf(id), name: id, joinedAt: 1 };
  const seat = Number(connection) as SeatId;
  return { type: "join", connection, seat, participant, epoch: "e", session: null } as const;
}

function roomOf(room: number) {
  return parseRoomId(`conference-${room}`) ?? impossible();
}

function actorOf(room: number, at: number) {
  return parseParticipantId(`student-${room}x${at}`) ?? impossible();
}

function socketOf(room: number, at: number): ConnectionId {
  return (room * 100 + at) as ConnectionId;
}

async function lesson() {
  const room = newRoom();
  const [tea, ana, ben] = [harness.open(), harness.open(), harness.open()];
  await ana.join("student-5", { room });
  await ben.join("student-6", { room });
  await tea.join("teacher-1", { room });
  await ana.next();
  await ana.next();
  await ben.next();
  return { room, tea, ana, ben };
}

/** All that comes, up to the one that is waited for. */
async function until(client: Client, isIt: (message: Received) => boolean) {
  const messages: Received[] = [];
  do messages.push(await client.next());
  while (!isIt(messages.at(-1) ?? {}));
  return messages;
}

function newRoom(): string {
  made += 1;
  return `conference-t${made}`;
}

function impossible(): never {
  throw new TypeError("This cannot be");
}
