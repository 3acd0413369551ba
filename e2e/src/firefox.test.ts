import type { Browser } from "playwright-core";
import type { Browser as Firefox } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom, openChat, type Person, tileCount, waitForMesh } from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openFirefox } from "./support/puppeteer.ts";
import {
  enterRoomInTab,
  linesIn,
  sayIn,
  type TabPerson,
  tilesIn,
  waitForWords,
} from "./support/room-in-tab.ts";
import { openSchool, type School, type Student } from "./support/school.ts";
import type { WireFrame } from "./support/wire.ts";

let lectern: Lectern;
let chromium: Browser;
let firefox: Firefox;
let school: School;
let ana: Student;
let ben: Student;

beforeAll(async () => {
  lectern = await startLectern();
  chromium = await openChromium();
  firefox = await openFirefox();
  school = await openSchool(lectern);
  ana = await school.newStudent("Ana Kovač");
  ben = await school.newStudent("Ben Okafor");
});

afterAll(async () => {
  await firefox?.close();
  await chromium?.close();
  await lectern?.stop();
});

describe("a student in Firefox, among people in Chromium", () => {
  const frames: WireFrame[] = [];
  let tea: Person;
  let inFirefox: TabPerson;
  let last: Person;

  test("sees and hears all, and all see and hear them", async () => {
    const conferenceId = await school.newConference("Physics 7b", [ana, ben]);
    const room = { lectern, browser: chromium, conferenceId, frames };
    tea = await enterRoom("Tea Horvat", school.teacher, room);
    inFirefox = await enterRoomInTab(ana.name, "student1", {
      ...{ browser: firefox, url: lectern.url, conferenceId },
    });
    last = await enterRoom(ben.name, ben.user, room);
    await waitForMesh([tea, inFirefox, last]);
    expect(await tilesIn(inFirefox.tab)).toBe(3);
  });

  test("marks who speaks, and is marked", async () => {
    await tea.page.locator("[data-speaking=true]", { hasText: ana.name }).waitFor();
    for (const { id } of [{ id: `teacher-${school.teacherId}` }, { id: `student-${ben.id}` }]) {
      await inFirefox.tab.waitForSelector(`[data-participant=${id}][data-speaking=true]`);
    }
  });

  test("is called, and calls nobody", () => {
    const offers = frames.filter(({ type, direction }) => type === "offer" && direction === "sent");
    const toAna = offers.filter(({ to }) => to === `student-${ana.id}`);
    // A way that is mended meanwhile costs its caller one more.
    expect(new Set(toAna.map(({ page }) => page))).toEqual(new Set([ben.name, "Tea Horvat"]));
    const fromAna = frames.filter(
      ({ type, direction, from }) =>
        type === "offer" && direction === "received" && from === `student-${ana.id}`,
    );
    expect(fromAna).toEqual([]);
  });

  test("writes and reads as the others do", async () => {
    await openChat(tea.page);
    await openChat(last.page);
    await sayIn(inFirefox.tab, "Good morning");
    await tea.page.locator("[data-chat-text]").filter({ hasText: "Good morning" }).waitFor();
    await tea.page.getByRole("textbox", { name: /message/i }).fill("Good morning, Ana");
    await tea.page.keyboard.press("Enter");
    const expected = ["Good morning", "Good morning, Ana"];
    await until(async () => (await linesIn(inFirefox.tab)).length === 2, {
      what: () => "both lines in Firefox",
    });
    expect(await linesIn(inFirefox.tab)).toEqual(expected);
    expect(await last.page.locator("[data-chat-text]").allTextContents()).toEqual(expected);
  });

  test("closes the page, and is gone from the others within a second", async () => {
    const before = frames.length;
    await inFirefox.tab.close();
    await until(() => frames.slice(before).some(({ type }) => type === "peer-left"), {
      what: () => "a peer-left",
    });
    await until(async () => (await tileCount(tea.page)) === 2, {
      what: () => "the tile to be gone",
      timeoutMs: 1_000,
    });
    await waitForMesh([tea, last]);
    for (const { window } of [tea, last]) await window.close();
  });
});

test("a teacher in Firefox calls a student in Chromium, and ends the class for both", async () => {
  const frames: WireFrame[] = [];
  const conferenceId = await school.newConference("Physics 7b", [ana]);
  const tea = await enterRoomInTab("Tea Horvat", "tea", {
    ...{ browser: firefox, url: lectern.url, conferenceId },
  });
  const room = { lectern, browser: chromium, conferenceId, frames };
  const student = await enterRoom(ana.name, ana.user, room);
  await waitForMesh([tea, student]);
  expect(frames.filter(({ type }) => type === "offer").map(({ direction }) => direction)).toEqual([
    "received",
  ]);
  const end = await tea.tab.waitForSelector("::-p-aria([name='End for all'][role='button'])");
  await end?.click();
  const confirm = await tea.tab.waitForSelector(
    "dialog button.danger, [role=dialog] button.danger",
  );
  await confirm?.click();
  await student.page.getByRole("heading", { name: /ended/i }).waitFor();
  await waitForWords(tea.tab, /ended/i);
  await student.window.close();
});
