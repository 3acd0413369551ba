import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lectern, signalingPid, startLectern, until } from "./support/lectern.ts";
import { mintToken, PlainClient } from "./support/plain-client.ts";

let lectern: Lectern;
let secret: string;
let url: string;

beforeAll(async () => {
  lectern = await startLectern();
  secret = readFileSync(join(lectern.dataDir, "data/signaling-secret"), "utf8").trim();
  url = `ws://127.0.0.1:${lectern.signalingPort}/ws/conference`;
});

afterAll(() => lectern?.stop());

test("a client of the original description goes through a whole lesson", async () => {
  const room = "conference-12";
  const [teacher, ana, ben] = [new PlainClient(url), new PlainClient(url), new PlainClient(url)];
  await ana.join(room, mintToken(secret, { sub: "student-5", room, name: "Ana" }));
  expect(await ana.next("joined")).toMatchObject({ self: { id: "student-5" }, participants: [] });
  await ben.join(room, mintToken(secret, { sub: "student-6", room, name: "Ben" }));
  await ben.next("joined");
  await teacher.join(room, mintToken(secret, { sub: "teacher-2", room, name: "Tea" }));
  const joined = await teacher.next("joined");
  expect(joined.participants.map(({ id }: { id: string }) => id)).toEqual([
    "student-5",
    "student-6",
  ]);
  expect(await ana.next("peer-joined")).toMatchObject({
    peer: { id: "student-6", role: "student" },
  });

  const offer = { type: "offer", sdp: "v=0\r\n" };
  teacher.send({ type: "offer", to: "student-5", payload: offer });
  expect(await ana.next("offer")).toEqual({ type: "offer", from: "teacher-2", payload: offer });
  const answer = { type: "answer", sdp: "v=0\r\n" };
  ana.send({ type: "answer", to: "teacher-2", payload: answer });
  expect(await teacher.next("answer")).toEqual({
    type: "answer",
    from: "student-5",
    payload: answer,
  });
  const candidate = {
    candidate: "candidate:1 1 udp 1 127.0.0.1 9 typ host",
    sdpMid: "0",
    sdpMLineIndex: 0,
  };
  ana.send({ type: "ice-candidate", to: "teacher-2", payload: candidate });
  expect(await teacher.next("ice-candidate")).toMatchObject({
    from: "student-5",
    payload: candidate,
  });

  ben.send({ type: "chat", message: "Hello" });
  for (const client of [teacher, ana, ben]) {
    expect(await client.next("chat")).toMatchObject({
      from: "student-6",
      name: "Ben",
      message: "Hello",
    });
  }
  expect(ben.received.some(({ type }) => type === "offer")).toBe(false);

  ana.send({ type: "meeting-ended" });
  expect(await ana.next("error")).toMatchObject({ code: "not-teacher" });
  teacher.send({ type: "meeting-ended" });
  for (const client of [teacher, ana, ben]) {
    expect(await client.next("meeting-ended")).toMatchObject({ by: "teacher-2" });
    expect(await client.closeCode()).toBe(4511);
  }
});

test("a token from before the end opens the room no more, not even after a restart", async () => {
  const room = "conference-13";
  const token = mintToken(secret, { sub: "teacher-2", room, name: "Tea" });
  const teacher = new PlainClient(url);
  await teacher.join(room, token);
  await teacher.next("joined");
  teacher.send({ type: "meeting-ended" });
  await teacher.closeCode();

  expect(await closeCodeOfJoin(room, token)).toBe(4511);

  const killed = await signalingPid(lectern);
  process.kill(killed, "SIGKILL");
  await until(async () => (await signalingPid(lectern).catch(() => killed)) !== killed, {
    what: () => "the signaling server to be started again",
  });
  await until(isHealthy, { what: () => "the new signaling server to serve" });
  expect(await closeCodeOfJoin(room, token)).toBe(4511);
});

async function closeCodeOfJoin(room: string, token: string): Promise<number> {
  const client = new PlainClient(url);
  await client.join(room, token);
  return client.closeCode();
}

function isHealthy(): Promise<boolean> {
  return fetch(`http://127.0.0.1:${lectern.signalingPort}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}
