import { limits } from "@lectern/protocol/limits";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, type Harness, startHarness } from "./testing/harness.ts";

type Received = Readonly<Record<string, unknown>>;

let harness: Harness;
let rooms = 0;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.server.close());

describe("a socket that breaks under a resumable seat", () => {
  test("is seen by nobody, and what was missed comes after resumed, in order, once", async () => {
    const { room, tea, ana, joined } = await lesson();
    ana.cut();
    await harness.line({ event: "held", room });
    say(tea, "one");
    tea.send({ type: "ice-candidate", to: "student-5", payload: null });
    say(tea, "two");
    const back = await harness.open().opened();
    resume(back, { room, joined });
    expect(await take(back, 4)).toMatchObject([
      { type: "resumed", lastSeq: 4, secret: expect.any(String) },
      { type: "chat", message: "one", seq: 2 },
      { type: "ice-candidate", from: "teacher-1", seq: 3 },
      { type: "chat", message: "two", seq: 4 },
    ]);
    say(back, "here again");
    expect(await take(tea, 3)).toMatchObject([
      { message: "one" },
      { message: "two" },
      { message: "here again", from: "student-5" },
    ]);
  });

  test("T12: its secret of 256 bit opens the seat once; the next is in resumed", async () => {
    const { room, ana, joined } = await lesson();
    expect(Buffer.from(String(joined["secret"]), "base64url")).toHaveLength(32);
    ana.cut();
    const first = await harness.open().opened();
    resume(first, { room, joined });
    const resumed = await first.next();
    const thief = await harness.open().opened();
    resume(thief, { room, joined });
    expect(await thief.next()).toMatchObject({ type: "error", code: "resume-failed" });
    resume(thief, { room, joined: { ...joined, secret: resumed["secret"] } });
    expect(await thief.next()).toMatchObject({ type: "resumed" });
    expect(await first.next()).toMatchObject({ type: "error", code: "session-replaced" });
    expect(await first.closed()).toMatchObject({ code: 4509 });
  });

  test("is resumed in its own room alone", async () => {
    const { room, ana, joined } = await lesson();
    const other = await lesson();
    ana.cut();
    await harness.line({ event: "held", room });
    const back = await harness.open().opened();
    for (const elsewhere of [other.room, "conference-nobody"]) {
      resume(back, { room: elsewhere, joined });
      expect(await back.next()).toMatchObject({ code: "resume-failed", ref: "r" });
    }
    resume(back, { room, joined });
    expect(await back.next()).toMatchObject({ type: "resumed" });
  });

  test("that missed more than is kept gets resume-failed, and joins on the same socket", async () => {
    const { room, tea, ana, joined } = await lesson();
    ana.cut();
    await harness.line({ event: "held", room });
    for (let at = 0; at <= limits.maxKeptMessages; at += 1) {
      tea.send({ type: "ice-candidate", to: "student-5", payload: null });
    }
    tea.send({ type: "chat", message: "all said" });
    await tea.next();
    const back = await harness.open().opened();
    resume(back, { room, joined });
    expect(await back.next()).toMatchObject({ code: "resume-failed", ref: "r" });
    expect(await back.join("student-5", { room, resumable: true })).toMatchObject({
      type: "joined",
      participants: [{ id: "teacher-1" }],
      seq: 1,
    });
  });

  test("gets its own errors counted too, so that none is missing in between", async () => {
    const { ana } = await lesson();
    ana.send({ type: "meeting-ended" });
    ana.send("{");
    expect(await take(ana, 2)).toMatchObject([
      { code: "not-teacher", seq: 2 },
      { code: "bad-json", seq: 3 },
    ]);
  });

  test("in a room that was ended meanwhile finds no seat", async () => {
    const { room, tea, ana, joined } = await lesson();
    ana.cut();
    await harness.line({ event: "held", room });
    tea.send({ type: "meeting-ended" });
    await tea.closed();
    const back = await harness.open().opened();
    resume(back, { room, joined });
    expect(await back.next()).toMatchObject({ code: "resume-failed" });
    expect(await back.join("student-5", { room })).toMatchObject({ code: "meeting-ended" });
  });
});

test("a plain client's peer-left goes out at once, and its messages carry no seq", async () => {
  const { tea, room } = await lesson();
  const plain = harness.open();
  expect(await plain.join("student-9", { room })).not.toHaveProperty("seq");
  expect(await tea.next()).toMatchObject({ type: "peer-joined" });
  plain.cut();
  expect(await tea.next()).toMatchObject({ type: "peer-left", peerId: "student-9" });
});

test("guessing at sessions closes the socket like other nonsense", async () => {
  const client = await harness.open().opened();
  for (let at = 0; at < limits.maxMalformedMessages; at += 1) {
    client.send({
      type: "resume",
      roomId: "conference-1",
      sessionId: "s",
      secret: "x",
      lastSeq: 0,
    });
  }
  expect(await client.closed()).toMatchObject({ code: 4500 });
});

/** A teacher with a plain client and a student with a resumable seat. */
async function lesson() {
  rooms += 1;
  const room = `conference-r${rooms}`;
  const [tea, ana] = [harness.open(), harness.open()];
  await tea.join("teacher-1", { room });
  const joined = await ana.join("student-5", { room, resumable: true });
  await tea.next();
  return { room, tea, ana, joined };
}

function resume(client: Client, { room, joined }: { room: string; joined: Received }): void {
  const { sessionId, secret } = joined;
  client.send({ type: "resume", roomId: room, sessionId, secret, lastSeq: 1, ref: "r" });
}

function say(client: Client, message: string): void {
  client.send({ type: "chat", message });
}

async function take(client: Client, count: number): Promise<readonly Received[]> {
  const messages: Received[] = [];
  while (messages.length < count) messages.push(await client.next());
  return messages;
}
