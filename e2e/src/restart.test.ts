import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium, receivedBy } from "./support/browser.ts";
import { enterRoom, type Person, tileCount, waitForMesh } from "./support/classroom.ts";
import { type Lectern, signalingPid, startLectern, until } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";
import { readCall, watchCall } from "./support/watched-call.ts";
import type { WireFrame } from "./support/wire.ts";

const frames: WireFrame[] = [];
let lectern: Lectern;
let browser: Browser;
let people: Person[];

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  const school = await openSchool(lectern);
  const students = [];
  for (const name of ["Ana Kovač", "Ben Okafor", "Chen Li"]) {
    students.push(await school.newStudent(name));
  }
  const conferenceId = await school.newConference("Physics 7b", students);
  const room = { lectern, browser, conferenceId, frames };
  people = [await enterRoom("Tea Horvat", school.teacher, room)];
  for (const { name, user } of students) people.push(await enterRoom(name, user, room));
  await waitForMesh(people);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("a call goes on while the signaling server is killed and started again", async () => {
  for (const { page } of people) await watchCall(page);
  const offersBefore = offersSent();
  const killed = await signalingPid(lectern);
  process.kill(killed, "SIGKILL");

  await until(async () => (await signalingPid(lectern).catch(() => killed)) !== killed, {
    what: () => "the signaling server to be started again",
    timeoutMs: 20_000,
  });
  for (const { name } of people) {
    await until(() => joinedCount(name) >= 2, {
      what: () => `${name} to join again`,
      timeoutMs: 30_000,
    });
  }
  for (const { page, name } of people) {
    await until(async () => (await rosterOf(page)) === 4, {
      what: () => `the whole roster at ${name}`,
      timeoutMs: 30_000,
    });
  }
  await waitForMesh(people);

  const watched = await Promise.all(people.map(({ page }) => readCall(page)));
  console.log(`largest media gap: ${Math.max(...watched.map(({ gapMs }) => gapMs))} ms`);
  for (const { fewestTiles, gapMs } of watched) {
    expect(fewestTiles).toBe(4);
    expect(gapMs).toBeLessThan(2000);
  }
  expect(offersSent()).toBe(offersBefore);
  for (const { page } of people) {
    const open = await receivedBy(page);
    expect(open.map(({ connectionState }) => connectionState)).toEqual(Array(3).fill("connected"));
    expect(await tileCount(page)).toBe(4);
  }
});

function offersSent(): number {
  return frames.filter(({ type, direction }) => type === "offer" && direction === "sent").length;
}

function joinedCount(name: string): number {
  return frames.filter(({ page, type }) => page === name && type === "joined").length;
}

/** How many people the last roster of a page holds, itself included: what it was told, put together. */
async function rosterOf(page: Person["page"]): Promise<number> {
  const person = people.find((one) => one.page === page);
  const told = frames.filter((frame) => frame.page === person?.name);
  const last = told.findLastIndex(({ type }) => type === "joined");
  const ids = new Set<string>(told[last]?.message.participants.map(({ id }: { id: string }) => id));
  for (const { type, message } of told.slice(last + 1)) {
    if (type === "peer-joined") ids.add(message.peer.id);
    if (type === "peer-left") ids.delete(message.peerId);
  }
  return ids.size + 1;
}
