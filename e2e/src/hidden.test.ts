import type { Browser } from "playwright-core";
import type { Browser as TabbedBrowser } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom, openChat, waitForMesh, waitForSound } from "./support/classroom.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { openTabbedChromium } from "./support/puppeteer.ts";
import { enterRoomInTab, linesIn } from "./support/room-in-tab.ts";
import { openSchool, type School } from "./support/school.ts";
import { readCall, watchCall } from "./support/watched-call.ts";
import { whileHidden } from "./support/while-hidden.ts";
import type { WireFrame } from "./support/wire.ts";

/** Short in the tests; `LECTERN_HIDDEN_SECONDS=360` is the whole promise: browsers slow timers down after five minutes. */
const hiddenSeconds = Number(process.env["LECTERN_HIDDEN_SECONDS"] ?? 5);

let lectern: Lectern;
let browser: Browser;
let tabbed: TabbedBrowser;
let school: School;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  tabbed = await openTabbedChromium();
  school = await openSchool(lectern);
});

afterAll(async () => {
  await tabbed?.close();
  await browser?.close();
  await lectern?.stop();
});

test(
  `a page that is hidden for ${hiddenSeconds} s is in the call and in the chat all the time`,
  async () => {
    const student = await school.newStudent("Ana Kovač");
    const conferenceId = await school.newConference("Physics 7b", [student]);
    const frames: WireFrame[] = [];
    const room = { lectern, browser, conferenceId, frames };
    const tea = await enterRoom("Tea Horvat", school.teacher, room);
    const entry = { browser: tabbed, url: lectern.url, conferenceId };
    const ana = await enterRoomInTab(student.name, "student1", entry);
    await waitForMesh([tea, ana]);
    await watchCall(tea.page);
    await openChat(tea.page);
    await ana.tab.keyboard.press("c");
    const before = frames.length;

    await whileHidden(ana.tab, async () => {
      const end = Date.now() + hiddenSeconds * 1_000;
      while (Date.now() < end) await waitForSound([tea, ana]);
      await tea.page.getByRole("textbox", { name: /message/i }).fill("Are you there?");
      await tea.page.keyboard.press("Enter");
      await expect.poll(() => linesIn(ana.tab)).toEqual(["Are you there?"]);
    });
    await waitForMesh([tea, ana]);

    // Who comes back is let in or resumes, and is called anew if the call was lost.
    const types = new Set(frames.slice(before).map(({ type }) => type));
    types.delete("report");
    expect(types).toEqual(new Set(["chat"]));
    expect((await readCall(tea.page)).fewestTiles).toBe(2);
  },
  120_000 + hiddenSeconds * 2_000,
);
