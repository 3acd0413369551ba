import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import {
  type EnterOptions,
  enterRoom,
  openChat,
  type Person,
  waitForMesh,
} from "./support/classroom.ts";
import { type CuttableProxy, openCuttableProxy } from "./support/cuttable-proxy.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openSchool, type School, type Student } from "./support/school.ts";
import { readCall, watchCall } from "./support/watched-call.ts";
import type { WireFrame } from "./support/wire.ts";

let proxy: CuttableProxy;
let lectern: Lectern;
let browser: Browser;
let school: School;
let student: Student;

beforeAll(async () => {
  proxy = await openCuttableProxy(() => lectern.signalingPort);
  lectern = await startLectern({
    env: { CONFERENCE_SIGNALING_PUBLIC_PORT: String(proxy.port) },
  });
  browser = await openChromium();
  school = await openSchool(lectern);
  student = await school.newStudent("Ana Kovač");
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
  proxy?.close();
});

test("one whose socket is cut for seconds misses nothing, and the other sees nothing of it", async () => {
  const room = await newRoom();
  const tea = await enterRoom("Tea Horvat", school.teacher, room);
  const ana = await enterRoom(student.name, student.user, room);
  const line = proxy.newestLine();
  await waitForMesh([tea, ana]);
  for (const { page } of [tea, ana]) {
    await openChat(page);
    await watchCall(page);
  }
  await say(tea, "before");
  await until(() => linesAt(ana, room).length === 1, { what: () => "the first line at Ana" });
  const before = room.frames.length;

  line.cut();
  await isAway(ana).waitFor();
  // What is written meanwhile waits where it was written.
  await say(ana, "here again");
  expect(await ana.page.getByRole("textbox", { name: /message/i }).inputValue()).toBe("here again");
  for (const text of ["one", "two", "three"]) await say(tea, text);
  await until(() => linesAt(tea, room).length === 4, { what: () => "Tea's own lines back" });
  const refused = proxy.refused();
  await until(() => proxy.refused() >= refused + 3, {
    what: () => "Ana's page to have tried three times more",
    timeoutMs: 20_000,
  });
  proxy.mend();
  await isAway(ana).waitFor({ state: "hidden", timeout: 20_000 });
  await ana.page.getByRole("textbox", { name: /message/i }).press("Enter");

  const expected = ["before", "one", "two", "three", "here again"];
  for (const person of [tea, ana]) {
    const shown = person.page.locator("[data-chat-text]");
    const isComplete = async () =>
      (await shown.count()) >= 5 && linesAt(person, room).length >= expected.length;
    await until(isComplete, { what: () => `five lines at ${person.name}` });
    expect(linesAt(person, room)).toEqual(expected);
    expect(await shown.allTextContents()).toEqual(expected);
  }
  // A page that is back goes on with its reports; with no one does it negotiate, or enter anew.
  const types = new Set(room.frames.slice(before).map(({ type }) => type));
  types.delete("report");
  expect(types).toEqual(new Set(["chat", "resume", "resumed"]));
  await waitForMesh([tea, ana]);
  for (const { fewestTiles, gapMs } of await Promise.all([tea.page, ana.page].map(readCall))) {
    expect(fewestTiles).toBe(2);
    expect(gapMs).toBeLessThan(2000);
  }
  for (const { page } of [tea, ana]) await page.close();
});

test("a call whose answer went into a dead socket is set up when the seat is back", async () => {
  const room = await newRoom();
  const ana = await enterRoom(student.name, student.user, room);
  const line = proxy.newestLine();
  line.mute();
  const tea = await enterRoom("Tea Horvat", school.teacher, room);
  const said = () => sentBy(ana, room).filter(({ type }) => type === "answer");
  await until(() => said().length === 1, { what: () => "Ana's page to answer" });
  line.cut();
  await isAway(ana).waitFor();
  proxy.mend();
  await waitForMesh([tea, ana]);
  expect(said().map(({ message }) => message)).toEqual(Array(2).fill(said()[0]?.message));
  expect(sentBy(tea, room).filter(({ type }) => type === "offer")).toHaveLength(1);
});

async function newRoom(): Promise<EnterOptions> {
  const conferenceId = await school.newConference("Physics 7b", [student]);
  return { lectern, browser, conferenceId, frames: [] };
}

async function say({ page }: Person, text: string): Promise<void> {
  await page.getByRole("textbox", { name: /message/i }).fill(text);
  await page.keyboard.press("Enter");
}

/** What a page shows while its socket is away. */
function isAway({ page }: Person) {
  return page.getByText("The server has been away since");
}

function sentBy({ name }: Person, { frames }: EnterOptions): readonly WireFrame[] {
  return frames.filter(({ page, direction }) => page === name && direction === "sent");
}

/** What the server has told a page of the chat. */
function linesAt({ name }: Person, { frames }: EnterOptions): readonly string[] {
  return frames.flatMap(({ page, direction, type, message }) =>
    page === name && direction === "received" && type === "chat" ? [message.message] : [],
  );
}
