import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { type EnterOptions, enterRoom, type Person, waitForMesh } from "./support/classroom.ts";
import { giveScreen } from "./support/given-screen.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openSchool, type School, type Student } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let school: School;
let students: readonly Student[];
let room: EnterOptions;
let tea: Person;
let ana: Person;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  students = [await school.newStudent("Ana Kovač"), await school.newStudent("Ben Okafor")];
  const conferenceId = await school.newConference("Physics 7b", students);
  room = { lectern, browser, conferenceId, frames: [], setUp: giveScreen };
  tea = await enterRoom("Tea Horvat", school.teacher, room);
  ana = await enter(0);
  await waitForMesh([tea, ana]);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("the teacher shows a screen: it is shown large with its sound, to who comes late too", async () => {
  await tea.page.getByRole("button", { name: "Screen" }).click();
  await tea.page.getByText("You are showing your screen").waitFor();
  await plays(ana.page, tea.name);
  const large = await screenOf(ana.page, tea.name).boundingBox();
  const tile = await ana.page.locator("[data-participant]").first().boundingBox();
  expect((large?.width ?? 0) * (large?.height ?? 0)).toBeGreaterThan(
    (tile?.width ?? 0) * (tile?.height ?? 0),
  );
  const ben = await enter(1);
  await plays(ben.page, tea.name);
  await ben.window.close();
});

test("it ends for all when the browser's own bar ends it", async () => {
  await tea.page.evaluate(() => {
    const [track] = (Reflect.get(window, "givenScreen") as MediaStream).getVideoTracks();
    track?.stop();
    track?.dispatchEvent(new Event("ended"));
  });
  await screenOf(ana.page, tea.name).waitFor({ state: "detached" });
  await tea.page.getByText("You are showing your screen").waitFor({ state: "detached" });
});

test("a student shows a screen while the teacher lets them, and not a moment longer", async () => {
  const button = ana.page.getByRole("button", { name: "Screen" });
  expect(await button.count()).toBe(0);
  await tea.page.getByRole("button", { name: "People" }).click();
  const allowed = tea.page.getByRole("checkbox", { name: "Students may show their screens" });
  await allowed.check();
  await button.click();
  await plays(tea.page, ana.name);
  await allowed.uncheck();
  await screenOf(tea.page, ana.name).waitFor({ state: "detached" });
  await button.waitFor({ state: "detached" });
  const isOver = () =>
    ana.page.evaluate(() =>
      (Reflect.get(window, "givenScreen") as MediaStream)
        .getTracks()
        .every(({ readyState }) => readyState === "ended"),
    );
  await until(isOver, { what: () => "the end of Ana's screen" });
});

function enter(which: number): Promise<Person> {
  const student = students[which];
  if (!student) throw new RangeError(`There is no student ${which}`);
  return enterRoom(student.name, student.user, room);
}

/** The screen that somebody shows, on another page. */
function screenOf(page: Page, name: string) {
  return page.locator("[data-screen]").filter({ hasText: `${name} shows a screen` });
}

/** Waits until a screen moves and its sound arrives. */
async function plays(page: Page, name: string): Promise<void> {
  const video = screenOf(page, name).locator("video");
  const isMoving = () =>
    video.evaluate(
      (element: HTMLVideoElement) =>
        element.videoWidth === 320 &&
        element.getVideoPlaybackQuality().totalVideoFrames > 2 &&
        (element.srcObject as MediaStream).getAudioTracks().some(({ muted }) => !muted),
    );
  await until(isMoving, { what: () => `the screen of ${name}`, timeoutMs: 30_000 });
}
