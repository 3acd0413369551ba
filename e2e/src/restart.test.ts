import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom, type Person, waitForMesh } from "./support/classroom.ts";
import { type Lectern, signalingPid, startLectern, until } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";
import { readCall, type WatchedCall, watchCall } from "./support/watched-call.ts";
import type { WireFrame } from "./support/wire.ts";

/** Few in the tests; `LECTERN_KILLS=20 LECTERN_OUTAGE_SECONDS=40` is the whole promise. */
const kills = Number(process.env["LECTERN_KILLS"] ?? 1);
const outageSeconds = Number(process.env["LECTERN_OUTAGE_SECONDS"] ?? 3);
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

test(
  `a call goes on while the signaling server is killed and started again, ${kills} times`,
  async () => {
    const undisturbed = await watchedWhile(() => pause(5_000));
    const offersBefore = offersSent();
    const watched = await watchedWhile(async () => {
      for (let at = 1; at <= kills; at += 1) {
        process.kill(await signalingPid(lectern), "SIGKILL");
        await everybodyBack(at + 1);
      }
    });
    expectNothingNoticed(watched, undisturbed, offersBefore);
  },
  60_000 + kills * 20_000,
);

test(
  `a call goes on through an outage of ${outageSeconds} s`,
  async () => {
    const undisturbed = await watchedWhile(() => pause(5_000));
    const offersBefore = offersSent();
    const joinsBefore = Math.min(...people.map(({ name }) => joinedCount(name)));
    let backMs = 0;
    const watched = await watchedWhile(async () => {
      // While its supervisor stands still nobody starts another.
      lectern.process.kill("SIGSTOP");
      process.kill(await signalingPid(lectern), "SIGKILL");
      await pause(outageSeconds * 1000);
      lectern.process.kill("SIGCONT");
      const began = performance.now();
      await everybodyBack(joinsBefore + 1);
      backMs = performance.now() - began;
    });
    console.log(`everybody back after ${Math.round(backMs)} ms, of which some are the restart's`);
    expectNothingNoticed(watched, undisturbed, offersBefore);
  },
  120_000 + outageSeconds * 1000,
);

/** What each page saw while something happened. */
async function watchedWhile(act: () => Promise<void>): Promise<readonly WatchedCall[]> {
  for (const { page } of people) await watchCall(page);
  await act();
  await waitForMesh(people);
  return Promise.all(people.map(({ page }) => readCall(page)));
}

/** Waits until each has joined so often, knows of all the others, and all is as it was. */
async function everybodyBack(times: number): Promise<void> {
  for (const { page, name } of people) {
    await until(async () => joinedCount(name) >= times && (await rosterOf(page)) === 4, {
      what: () => `${name} to be back with the whole roster`,
      timeoutMs: 30_000,
    });
  }
}

function expectNothingNoticed(
  watched: readonly WatchedCall[],
  undisturbed: readonly WatchedCall[],
  offersBefore: number,
): void {
  const [gapMs, usualMs] = [watched, undisturbed].map((calls) =>
    Math.max(...calls.map((call) => call.gapMs)),
  );
  console.log(`largest media gap: ${gapMs} ms; undisturbed: ${usualMs} ms`);
  for (const { fewestTiles, gapMs: gap } of watched) {
    expect(fewestTiles).toBe(4);
    expect(gap).toBeLessThan(5000);
  }
  expect(offersSent()).toBe(offersBefore);
}

/** The time itself is what these tests are about. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

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
