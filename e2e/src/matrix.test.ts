import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type FalseFigures, moveCamera, paintCamera, tellFalsely } from "./support/bad-pair.ts";
import { openChromium } from "./support/browser.ts";
import { enterRoom, type Person, waitForMesh } from "./support/classroom.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { connectionTo, dropTrack, killConnection } from "./support/pair-of-pages.ts";
import { forbid, makePluggable, muteBySystem } from "./support/pluggable.ts";
import { openSchool, type School, type Student } from "./support/school.ts";

/** Nothing is missing. How even it comes is the machine's, which has a whole class to encode. */
const isWell = /^(Good|Fair|Poor)$/;

/** So long may it take until the teacher sees what is wrong, and with whom. */
const seenWithinMs = 10_000;

let lectern: Lectern;
let browser: Browser;
let school: School;
let accounts: { readonly ana: Student; readonly ben: Student };
let tea: Person;
let ana: Person;
let ben: Person;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  accounts = {
    ana: await school.newStudent("Ana Kovač"),
    ben: await school.newStudent("Ben Okafor"),
  };
  await openClass();
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

async function openClass(): Promise<void> {
  const students = [accounts.ana, accounts.ben];
  const conferenceId = await school.newConference("Physics 7b", students);
  const room = { lectern, browser, conferenceId, frames: [] };
  tea = await enterRoom("Tea Horvat", school.teacher, room);
  ana = await enterRoom(accounts.ana.name, accounts.ana.user, {
    ...room,
    setUp: async (page) => {
      await paintCamera(page);
      await makePluggable(page);
    },
  });
  ben = await enterRoom(accounts.ben.name, accounts.ben.user, room);
  await waitForMesh([tea, ana, ben]);
  const control = tea.page.getByRole("button", { name: "People" });
  if ((await control.getAttribute("aria-pressed")) === "false") await control.click();
  await expectCalm();
}

interface PairFault {
  readonly what: string;
  readonly inject: () => Promise<void>;
  /** What the teacher reads of the two. */
  readonly cause: RegExp;
  /** What stands in the table for what Ben gets of Ana. */
  readonly word: RegExp;
}

describe("between Ana and Ben, and nobody else: the teacher sees it, and mends it by the button", () => {
  test.for<PairFault>([
    {
      what: "a connection that is dead at one end",
      inject: async () => killConnection(ana.page, await connectionTo(ana.page, ben.page)),
      // That nothing comes is known before ICE gives up.
      cause:
        /Ana Kovač's sound is sent, and does not reach Ben Okafor\.|broke and is being mended\./,
      word: /^No (connection|sound, no picture)$/,
    },
    {
      what: "a sound that is not sent",
      inject: async () => dropTrack(ana.page, await connectionTo(ana.page, ben.page), "audio"),
      cause: /Ana Kovač's sound is not sent to Ben Okafor\./,
      word: /^No sound$/,
    },
    {
      what: "a picture that is not sent",
      inject: async () => dropTrack(ana.page, await connectionTo(ana.page, ben.page), "video"),
      cause: /Ana Kovač's picture is not sent to Ben Okafor\./,
      word: /^No picture$/,
    },
    {
      what: "a sound that does not arrive",
      inject: () => tellFalselyOfAnaAtBen("silence"),
      cause: /Ana Kovač's sound is sent, and does not reach Ben Okafor\./,
      word: /^No sound$/,
    },
  ])("$what", async ({ inject, cause, word }) => {
    await inject();
    await expectTrouble(cause, word);
    const button = troubleItem().getByRole("button", { name: /^Mend/ });
    expect(await isWide(button), "beside a long sentence").toBe(true);
    await button.click();
    await troubleItem().waitFor({ state: "detached", timeout: 30_000 });
    await cell(accounts.ana, accounts.ben).filter({ hasText: isWell }).waitFor();
    await waitForMesh([ana, ben]);
  });
});

interface FaultOfOne extends PairFault {
  /** Puts it right, which no button of the teacher's does. */
  readonly undo: () => Promise<void>;
}

describe("what no new connection would mend is named, and not offered to be mended", () => {
  test.for<FaultOfOne>([
    {
      what: "a way that loses packets",
      inject: () => tellFalselyOfAnaAtBen("loss"),
      undo: () => tellFalselyOfAnaAtBen("truth"),
      cause: /Parts of what Ana Kovač sends to Ben Okafor are lost on the way\./,
      word: /^Bad$/,
    },
    {
      what: "a device that is too busy",
      inject: () => tellFalselyAtAna("busy"),
      undo: () => tellFalselyAtAna("truth"),
      cause: /Ana Kovač's device is too busy\./,
      word: isWell,
    },
    {
      what: "a camera that gives no new pictures",
      inject: () => moveCamera(ana.page, false),
      undo: () => moveCamera(ana.page, true),
      cause: /Ana Kovač's camera gives no new pictures\./,
      word: /^No picture$/,
    },
    {
      what: "a microphone that the system holds back",
      inject: () => muteBySystem(ana.page, "audio", true),
      undo: async () => {
        await muteBySystem(ana.page, "audio", false);
        await ana.page.getByRole("button", { name: "Turn on again" }).click();
      },
      cause: /Ana Kovač's microphone is held back by the system: /,
      word: /^No sound$/,
    },
  ])("$what", async ({ inject, undo, cause, word }) => {
    await inject();
    await expectUnmendable(cause, word);
    await undo();
  });

  test("and what is over is named no more", async () => {
    await expectCalm();
    await troubles().getByRole("listitem").first().waitFor({ state: "detached", timeout: 20_000 });
  });

  test("devices that the person has forbidden the page", async () => {
    await forbid(ana.page, true);
    await expectUnmendable(/Ana Kovač's microphone has stopped: /, /^No sound/);
  });
});

async function tellFalselyOfAnaAtBen(figures: FalseFigures): Promise<void> {
  await tellFalsely(ben.page, await connectionTo(ben.page, ana.page), figures);
}

async function tellFalselyAtAna(figures: FalseFigures): Promise<void> {
  for (const peer of [tea, ben]) {
    await tellFalsely(ana.page, await connectionTo(ana.page, peer.page), figures);
  }
}

/** Waits until the teacher's page names the cause and has it in the right cell, and nothing of Ben in Tea's. */
async function expectTrouble(cause: RegExp, word: RegExp): Promise<void> {
  const timeout = seenWithinMs;
  const since = Date.now();
  const left = () => Math.max(1, since + timeout - Date.now());
  await troubles().getByText(cause).waitFor({ timeout: left() });
  await cell(accounts.ana, accounts.ben).filter({ hasText: word }).waitFor({ timeout: left() });
  for (const text of await betweenTeaAndBen()) expect(text).toMatch(isWell);
}

async function expectUnmendable(cause: RegExp, word: RegExp): Promise<void> {
  await expectTrouble(cause, word);
  expect(await troubles().getByRole("button").count()).toBe(0);
}

/** Waits until everybody hears and sees everybody. */
async function expectCalm(): Promise<void> {
  await table().locator("td", { hasText: isWell }).nth(5).waitFor({ timeout: 20_000 });
}

function table() {
  return tea.page.getByRole("region", { name: "All connections" });
}

function cell(from: Student, to: Student) {
  return table().locator(`td[data-from="student-${from.id}"][data-to="student-${to.id}"]`);
}

function betweenTeaAndBen(): Promise<readonly string[]> {
  const ofBen = `student-${accounts.ben.id}`;
  const ways = `td[data-from="${ofBen}"][data-to^="teacher-"], td[data-to="${ofBen}"][data-from^="teacher-"]`;
  return table().locator(ways).allTextContents();
}

function troubles() {
  return tea.page.getByRole("list", { name: "Connections that are not well" });
}

/** What is said of Ana and Ben. */
/** Whether the words of a button stand side by side. */
async function isWide(button: Locator): Promise<boolean> {
  const box = await button.boundingBox();
  return box !== null && box.width > box.height;
}

function troubleItem() {
  const ids = [accounts.ana.id, accounts.ben.id].map((id) => `[data-pair*="student-${id}"]`);
  return troubles().locator(`li${ids.join("")}`);
}
