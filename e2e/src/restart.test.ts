import { afterAll, beforeAll, expect, test } from "vitest";
import { type ClassOfFour, openClassOfFour } from "./support/class-of-four.ts";
import { type Person, waitForMesh } from "./support/classroom.ts";
import { signalingPid, until } from "./support/lectern.ts";
import { recordRun } from "./support/record-run.ts";
import { readCall, type WatchedCall, watchCall } from "./support/watched-call.ts";

/** Few in the tests; `LECTERN_KILLS=20 LECTERN_OUTAGE_SECONDS=40` is the whole promise. */
const kills = Number(process.env["LECTERN_KILLS"] ?? 1);
const outageSeconds = Number(process.env["LECTERN_OUTAGE_SECONDS"] ?? 3);
/** By what was done. */
const figures: Record<string, object> = {};
let lesson: ClassOfFour;
/** What the machine does to a class by itself. */
let undisturbed: readonly WatchedCall[];

beforeAll(async () => {
  lesson = await openClassOfFour();
  undisturbed = await watchedWhile(() => pause(5_000));
});

afterAll(async () => {
  await lesson?.close();
  recordRun({
    campaign: "class-restart",
    file: "e2e/src/restart.test.ts",
    variables: ["LECTERN_KILLS", "LECTERN_OUTAGE_SECONDS"],
    figures,
  });
});

test(
  `a call goes on while the signaling server is killed and started again, ${kills} times`,
  async () => {
    const offersBefore = lesson.offersSent();
    const watched = await watchedWhile(async () => {
      for (let at = 1; at <= kills; at += 1) {
        process.kill(await signalingPid(lesson.lectern), "SIGKILL");
        await everybodyBack(at + 1);
      }
    });
    const gaps = gapsOf(watched);
    expectNothingNoticed(watched, offersBefore);
    figures["kills"] = { kills, ...gaps, lostTiles: 0, offers: 0 };
  },
  60_000 + kills * 20_000,
);

test(
  `a call goes on through an outage of ${outageSeconds} s`,
  async () => {
    const offersBefore = lesson.offersSent();
    const joinsBefore = Math.min(...lesson.people.map(({ name }) => lesson.joinedCount(name)));
    let backMs = 0;
    const watched = await watchedWhile(async () => {
      // While its supervisor stands still nobody starts another.
      lesson.lectern.process.kill("SIGSTOP");
      process.kill(await signalingPid(lesson.lectern), "SIGKILL");
      await pause(outageSeconds * 1000);
      lesson.lectern.process.kill("SIGCONT");
      const began = performance.now();
      await everybodyBack(joinsBefore + 1);
      backMs = performance.now() - began;
    });
    const gaps = gapsOf(watched);
    expectNothingNoticed(watched, offersBefore);
    figures["outage"] = { seconds: outageSeconds, backMs, ...gaps, lostTiles: 0, offers: 0 };
  },
  120_000 + outageSeconds * 1000,
);

/** What each page saw while something happened. */
async function watchedWhile(act: () => Promise<void>): Promise<readonly WatchedCall[]> {
  for (const { page } of lesson.people) await watchCall(page);
  await act();
  await waitForMesh(lesson.people);
  return Promise.all(lesson.people.map(({ page }) => readCall(page)));
}

/** Waits until each has joined so often, knows of all the others, and all is as it was. */
async function everybodyBack(times: number): Promise<void> {
  for (const { page, name } of lesson.people) {
    await until(async () => lesson.joinedCount(name) >= times && (await rosterOf(page)) === 4, {
      what: () => `${name} to be back with the whole roster`,
      timeoutMs: 30_000,
    });
  }
}

function expectNothingNoticed(watched: readonly WatchedCall[], offersBefore: number): void {
  for (const { fewestTiles, gapMs } of watched) {
    expect(fewestTiles).toBe(4);
    expect(gapMs).toBeLessThan(5000);
  }
  expect(lesson.offersSent()).toBe(offersBefore);
}

/** The longest that any picture stood still, in ms. */
function gapsOf(watched: readonly WatchedCall[]) {
  const [largestGapMs, undisturbedGapMs] = [watched, undisturbed].map((calls) =>
    Math.max(...calls.map(({ gapMs }) => gapMs)),
  );
  console.log(`largest media gap: ${largestGapMs} ms; undisturbed: ${undisturbedGapMs} ms`);
  return { largestGapMs, undisturbedGapMs };
}

/** The time itself is what these tests are about. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** How many lesson.people the last roster of a page holds, itself included: what it was told, put together. */
async function rosterOf(page: Person["page"]): Promise<number> {
  const person = lesson.people.find((one) => one.page === page);
  const told = lesson.frames.filter((frame) => frame.page === person?.name);
  const last = told.findLastIndex(({ type }) => type === "joined");
  const ids = new Set<string>(told[last]?.message.participants.map(({ id }: { id: string }) => id));
  for (const { type, message } of told.slice(last + 1)) {
    if (type === "peer-joined") ids.add(message.peer.id);
    if (type === "peer-left") ids.delete(message.peerId);
  }
  return ids.size + 1;
}
