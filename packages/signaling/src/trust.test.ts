import { parseParticipantId, parseRoomId, roleOf } from "@lectern/protocol/ids";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ConnectionId, SeatId } from "./room-types.ts";
import { Rooms } from "./rooms.ts";
import { type Client, type Harness, startHarness, tokenFor } from "./testing/harness.ts";
import { connectionOpener } from "./testing/open-connections.ts";

type Received = Readonly<Record<string, unknown>>;

/** `LECTERN_GUESSES=100000 npx vitest run --project unit trust.test` makes as many as T14 says. */
const guesses = Number(process.env["LECTERN_GUESSES"] ?? 20_000);
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
    const text = await tea.nextText();
    const heard = JSON.parse(text);
    expect(heard).toMatchObject({ type: "chat", message: `last ${at}`, from: "student-5" });
    expect(Object.keys(heard).sort()).toEqual(["from", "id", "message", "name", "sentAt", "type"]);
    // A key that came twice would come once out of this.
    expect(JSON.stringify(heard)).toBe(text);
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

test("T6: a teacher of one conference commands nothing in another: 3 rooms x all commands", async () => {
  const watched = await Promise.all([lesson(), lesson(), lesson()]);
  const commands = [
    { type: "offer", to: "student-5", payload: offer },
    { type: "answer", to: "student-5", payload: { ...offer, type: "answer" } },
    { type: "ice-candidate", to: "student-5", payload: null },
    { type: "chat", message: "from another room" },
    { type: "meeting-ended" },
    { type: "leave" },
  ];
  for (const { room: roomId } of watched) {
    for (const command of commands) {
      const { tea, room } = await lesson();
      const intruder = await harness.open().opened();
      intruder.send({ type: "join", roomId, token: tokenFor("teacher-1", { room }) });
      expect(await intruder.closed()).toEqual({ code: 4503, reason: "forbidden" });
      tea.send({ ...command, roomId });
      tea.send({ type: "leave" });
      await tea.closed();
    }
  }
  for (const { tea, ana, ben } of watched) {
    tea.send({ type: "chat", message: "still here" });
    for (const client of [tea, ana, ben]) {
      expect(await client.next()).toMatchObject({ type: "chat", message: "still here" });
    }
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
  for (const [at, name] of names.entries()) {
    const pupil = harness.open();
    await pupil.join(`student-n${at}`, { room, name });
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

test("T10: of 1,000 racing pairs one has the seat in the end, and the roster shows one", async () => {
  for (let at = 0; at < 1_000; at += 50) await Promise.all(Array.from({ length: 50 }, race));
}, 120_000);

async function race(): Promise<void> {
  const room = newRoom();
  const racers = [harness.open(), harness.open()];
  await Promise.all(racers.map((racer) => racer.join("student-5", { room })));
  const loss = await Promise.race(racers.map((racer) => racer.closed()));
  expect(loss).toMatchObject({ code: 4509 });
  const roster = harness.server.rooms().filter(({ roomId }) => roomId === room);
  expect(roster).toMatchObject([{ teachers: 0, students: 1 }]);
  for (const racer of racers) racer.close();
}

test("T12: a copied token takes the seat over before the eyes of its owner, and after exp opens nothing", async () => {
  let later = 0;
  const { open, server } = await startHarness({ now: () => Date.now() + later });
  const join = { type: "join", roomId: "conference-1", token: tokenFor("student-5") };
  const [owner, thief, late] = [
    await open().opened(),
    await open().opened(),
    await open().opened(),
  ];
  owner.send(join);
  expect(await owner.next()).toMatchObject({ type: "joined" });
  thief.send(join);
  expect(await thief.next()).toMatchObject({ type: "joined" });
  expect(await owner.next()).toMatchObject({ type: "error", code: "session-replaced" });
  expect(await owner.closed()).toMatchObject({ code: 4509 });
  later = (7_200 + 30) * 1_000;
  late.send(join);
  expect(await late.closed()).toEqual({ code: 4100, reason: "token-expired" });
  await server.close();
});

test(`T14: to ${guesses} guesses a room that is unknown and one that is forbidden look the same, also in time`, () => {
  const open = connectionOpener();
  const join = (roomId: string, token: string) => JSON.stringify({ type: "join", roomId, token });
  const [there, own] = ["conference-there", "conference-own"];
  open(1).connection.receive(join(there, tokenFor("teacher-1", { room: there })));
  const token = tokenFor("student-9", { room: own });
  const tookMs: [number[], number[]] = [[], []];
  const answers = new Set<string>();
  for (let at = 0; at < guesses; at += 1) {
    const isThere = at % 2 === 0;
    const { connection, sent } = open(at + 2);
    const guess = join(isThere ? there : `conference-${at}`.padEnd(there.length, "x"), token);
    const startedAt = performance.now();
    connection.receive(guess);
    tookMs[isThere ? 0 : 1].push(performance.now() - startedAt);
    answers.add(sent.join("\n"));
  }
  expect([...answers]).toEqual([expect.stringContaining("forbidden")]);
  const ratio = medianOf(tookMs[0]) / medianOf(tookMs[1]);
  expect(ratio).toBeGreaterThan(0.8);
  expect(ratio).toBeLessThan(1.25);
}, 120_000);

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

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? 0;
}

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
        unsentBytes: 0,
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
