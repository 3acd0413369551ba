import { existsSync, readFileSync } from "node:fs";
import { slopeOf } from "@lectern/campaigns/slope";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import {
  type EnterOptions,
  enterRoom,
  openChat,
  type Person,
  tileOf,
  waitForMesh,
} from "./support/classroom.ts";
import { giveScreen } from "./support/given-screen.ts";
import { type Lectern, signalingPid, startLectern, until } from "./support/lectern.ts";
import { countObjects, type PageVitals, readPageVitals } from "./support/page-vitals.ts";
import { recordRun } from "./support/record-run.ts";
import { openSchool, type School, type Student } from "./support/school.ts";

/** A few rounds in the tests; `LECTERN_CALL_MINUTES=120` is the whole promise. */
const minutes = Number(process.env["LECTERN_CALL_MINUTES"] ?? 0);
const fewestRounds = 5;
/** So often something happens in a long call. */
const roundMs = 60_000;

let lectern: Lectern;
let browser: Browser;
let school: School;
let ben: Student;
let room: EnterOptions;
/** They stay from beginning to end. */
let tea: Person;
let ana: Person;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  const student = await school.newStudent("Ana Kovač");
  ben = await school.newStudent("Ben Okafor");
  const conferenceId = await school.newConference("Physics 7b", [student, ben]);
  const setUp = async (page: Person["page"]) => {
    await countObjects(page);
    await giveScreen(page);
  };
  room = { lectern, browser, conferenceId, frames: [], setUp };
  tea = await enterRoom("Tea Horvat", school.teacher, room);
  ana = await enterRoom(student.name, student.user, room);
  await waitForMesh([tea, ana]);
  for (const { page } of [tea, ana]) await openChat(page);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

/** In MB an hour, after a quarter of the call: lines of chat and what a browser learns are kept. */
const mostHeapGrowth = 2;
/** Of the two lines of a round. */
const mostNodesARound = 30;

interface Look {
  readonly at: number;
  readonly pages: Readonly<Record<"tea" | "ana", PageVitals>>;
  /** Of all processes of the browser, in MB. */
  readonly browserMb: number;
}

test(
  `whatever happens in a call${minutes > 0 ? ` of ${minutes} minutes` : ""}, nothing is left of it`,
  async () => {
    const looks: Look[] = [];
    const startedAt = performance.now();
    const spentMs = () => performance.now() - startedAt;
    while (looks.length < fewestRounds || spentMs() < minutes * 60_000) {
      await playRound(looks.length + 1);
      const pages = {
        tea: await readPageVitals(tea.page, 1),
        ana: await readPageVitals(ana.page, 1),
      };
      looks.push({ at: spentMs(), pages, browserMb: await memoryOf(browser) });
      if (minutes > 0) await pause(looks.length * roundMs - spentMs());
    }
    const growth = { tea: growthOf(looks, "tea"), ana: growthOf(looks, "ana") };
    for (const { listeners, nodesARound, heapMbAnHour } of Object.values(growth)) {
      expect(listeners.last).toBeLessThanOrEqual(listeners.first);
      expect(nodesARound).toBeLessThan(mostNodesARound);
      if (minutes > 0) expect(heapMbAnHour.perHour).toBeLessThan(mostHeapGrowth);
    }
    const browserMbAnHour = slopeOf(warm(looks).map(({ at, browserMb: value }) => ({ at, value })));
    const variables = ["LECTERN_CALL_MINUTES"];
    const figures = { rounds: looks.length, ...growth, browserMbAnHour };
    recordRun({ campaign: "long-call", file: "e2e/src/long-call.test.ts", variables, figures });
  },
  300_000 + minutes * 60_000 * 1.2,
);

/** Without the first quarter, in which everything is done for the first time. */
function warm(looks: readonly Look[]): readonly Look[] {
  return looks.slice(Math.ceil(looks.length / 4));
}

/** What a page holds: the least in each half, since a banner may be shown at a moment. */
function growthOf(looks: readonly Look[], who: keyof Look["pages"]) {
  const pages = warm(looks).map((look) => ({ at: look.at, ...look.pages[who] }));
  const half = Math.floor(pages.length / 2);
  const of = (member: keyof PageVitals) => {
    const values = pages.map((page) => page[member]);
    return { first: Math.min(...values.slice(0, half)), last: Math.min(...values.slice(-half)) };
  };
  const nodes = of("nodes");
  return {
    heapMb: of("heapMb"),
    heapMbAnHour: slopeOf(pages.map(({ at, heapMb: value }) => ({ at, value }))),
    listeners: of("listeners"),
    nodesARound: (nodes.last - nodes.first) / (pages.length - half),
    connections: of("connections"),
    sockets: of("sockets"),
  };
}

/** What comes of a lesson's minute: lines, switches, a screen, somebody who comes and goes, another server. */
async function playRound(round: number): Promise<void> {
  for (const { page, name } of [tea, ana]) {
    await page.getByRole("textbox", { name: /message/i }).fill(`${name}'s line ${round}.`);
    await page.keyboard.press("Enter");
  }
  await ana.page.locator("[data-chat-text]", { hasText: `${tea.name}'s line ${round}.` }).waitFor();
  for (const kind of ["Microphone", "Camera"]) {
    for (const pressed of [true, false]) {
      await ana.page.getByRole("button", { name: kind, pressed }).click();
      await tileOf(tea.page, ana.name)
        .getByLabel(`${kind} off`)
        .waitFor({ state: pressed ? "visible" : "detached" });
    }
  }
  await tea.page.getByRole("button", { name: "Screen" }).click();
  await ana.page.locator("[data-screen]").waitFor();
  await tea.page.getByRole("button", { name: "Stop showing" }).click();
  await ana.page.locator("[data-screen]").waitFor({ state: "detached" });
  await tea.page.getByRole("button", { name: "Devices" }).click();
  await tea.page.getByRole("button", { name: "Done" }).click();
  const guest = await enterRoom(ben.name, ben.user, room);
  await waitForMesh([tea, ana, guest]);
  await guest.page.getByRole("button", { name: "Leave" }).click();
  await guest.page.getByRole("heading", { name: "You left the class" }).waitFor();
  await guest.window.close();
  for (const { page } of [tea, ana]) await tileOf(page, ben.name).waitFor({ state: "detached" });
  const before = new Map([tea, ana].map(({ name }) => [name, joinsOf(name)]));
  process.kill(await signalingPid(lectern), "SIGKILL");
  for (const { name } of [tea, ana]) {
    await until(() => joinsOf(name) > (before.get(name) ?? 0), {
      what: () => `${name} to be back`,
      timeoutMs: 30_000,
    });
  }
  await waitForMesh([tea, ana]);
}

function joinsOf(name: string): number {
  return room.frames.filter(({ page, type }) => page === name && type === "joined").length;
}

/** What the processes of a browser hold for themselves, in MB (2^20 bytes). */
async function memoryOf(of: Browser): Promise<number> {
  const session = await of.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const kilobytes = processInfo.map(({ id }) => {
    const status = `/proc/${id}/status`;
    // It may have ended meanwhile.
    const text = existsSync(status) ? readFileSync(status, "utf8") : "";
    return Number(/^RssAnon:\s+(\d+) kB/m.exec(text)?.[1] ?? 0);
  });
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1024;
}

/** The time itself is what a long call is about. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
