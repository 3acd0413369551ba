import { limits } from "@lectern/protocol/limits";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import {
  type EnterOptions,
  enterRoom,
  type Person,
  tileCount,
  tileOf,
  waitForMesh,
  waitForSound,
  waitToSee,
} from "./support/classroom.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { openSchool, type School, type Student } from "./support/school.ts";
import { putToSleep } from "./support/sleeping-browser.ts";
import { readCall, watchCall } from "./support/watched-call.ts";

/** Short in the tests; `LECTERN_SLEEP_SECONDS=600` is the whole promise. */
const sleepSeconds = Number(process.env["LECTERN_SLEEP_SECONDS"] ?? 20);
/** The system answers for a browser that sleeps: what the server misses first are answers to its pings. */
const isSeatKept = sleepSeconds * 1_000 < limits.heartbeatTimeoutMs;

let lectern: Lectern;
let browser: Browser;
let laptop: Browser;
let school: School;
let ana: Student;
let ben: Student;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  laptop = await openChromium();
  school = await openSchool(lectern);
  ana = await school.newStudent("Ana Kovač");
  ben = await school.newStudent("Ben Okafor");
});

afterAll(async () => {
  await laptop?.close();
  await browser?.close();
  await lectern?.stop();
});

test("a call that is dead at one end is made anew, and the others do not notice", async () => {
  const { tea, student, other } = await openClass();
  const before = await openConnections(other.page);
  await watchCall(other.page);
  await student.page.evaluate(() => {
    const [first] = Reflect.get(window, "peerConnections") as RTCPeerConnection[];
    first?.close();
  });
  await sayingOf(tea.page, ana.name, /weak|Reconnecting|Calling again|No connection/).waitFor();
  await waitForMesh([tea, student, other]);
  await sayingOf(tea.page, ana.name, /./).waitFor({ state: "detached" });
  expect(await openConnections(other.page)).toBe(before);
  expect((await readCall(other.page)).fewestTiles).toBe(3);
  await closeAll([tea, student, other]);
});

test(
  `a laptop that was closed for ${sleepSeconds} s is back in the call by itself, within 20 s, its camera off as before`,
  async () => {
    const { tea, student, other } = await openClass();
    await turnCameraOff(student, other);
    await watchCall(other.page);
    await putToSleep(laptop, sleepSeconds * 1000);
    await waitForSound([tea, student, other], 20_000);
    await waitToSee(student, 2, 20_000);
    await showsCameraOff(student.page).waitFor();
    await showsCameraOff(other.page).waitFor();
    const { fewestTiles } = await readCall(other.page);
    expect([3, isSeatKept ? 3 : 2]).toContain(fewestTiles);
    await closeAll([tea, student, other]);
  },
  120_000 + sleepSeconds * 1_000,
);

test("a page that is loaded anew is back in its place, with what was on and nothing else", async () => {
  const { tea, student, other } = await openClass();
  await turnCameraOff(student, tea);
  const announced = await listenAt(tea.page);

  await student.page.reload();
  await waitForSound([student, tea], 20_000);
  await showsCameraOff(tea.page).waitFor();
  await showsCameraOff(student.page).waitFor();
  expect(await announced()).toEqual([]);
  for (const { page } of [tea, student, other]) expect(await tileCount(page)).toBe(3);
  await closeAll([tea, student, other]);
});

/** A teacher and two students in a call; the first student has a laptop of their own. */
async function openClass() {
  const conferenceId = await school.newConference("Physics 7b", [ana, ben]);
  const room: EnterOptions = { lectern, browser, conferenceId, frames: [] };
  const tea = await enterRoom("Tea Horvat", school.teacher, room);
  const student = await enterRoom(ana.name, ana.user, { ...room, browser: laptop });
  const other = await enterRoom(ben.name, ben.user, room);
  await waitForMesh([tea, student, other]);
  return { tea, student, other };
}

async function closeAll(people: readonly Person[]): Promise<void> {
  for (const { window } of people) await window.close();
}

function sayingOf(page: Page, name: string, words: RegExp) {
  return tileOf(page, name).locator(".tile-connection").filter({ hasText: words });
}

/** How many peer connections a page has made. */
function openConnections(page: Page): Promise<number> {
  return page.evaluate(() => (Reflect.get(window, "peerConnections") as unknown[]).length);
}

/** Turns the student's off, and waits until another sees that it is. */
async function turnCameraOff({ page }: Person, witness: Person): Promise<void> {
  await page.getByRole("button", { name: /camera/i }).click();
  await showsCameraOff(witness.page).waitFor();
}

function showsCameraOff(page: Page) {
  return tileOf(page, ana.name).getByLabel("Camera off");
}

/** Begins to note what is said aloud in a page. */
async function listenAt(page: Page) {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    const region = document.querySelector("p[role=status].visually-hidden");
    if (!region) throw new Error("There is no live region");
    new MutationObserver(() => heard.push(region.textContent ?? "")).observe(region, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  return () => page.evaluate(() => Reflect.get(window, "heard") as readonly string[]);
}
