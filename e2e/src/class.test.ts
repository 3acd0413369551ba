import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import {
  enterRoom,
  openChat,
  type Person,
  tileCount,
  tileOf,
  waitForMesh,
} from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { PlainClient } from "./support/plain-client.ts";
import { openSchool, type School, type Student } from "./support/school.ts";
import type { WireFrame } from "./support/wire.ts";

const frames: WireFrame[] = [];
const names = ["Ana Kovač", "Ben Okafor", "Chen Li"];
let lectern: Lectern;
let browser: Browser;
let school: School;
let students: Student[];
let conferenceId: string;
let people: Person[];

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium({ camera: null });
  school = await openSchool(lectern);
  students = [];
  for (const name of names) students.push(await school.newStudent(name));
  conferenceId = await school.newConference("Physics 7b", students);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

function room() {
  return { lectern, browser, conferenceId, frames };
}

test("a teacher and three students see and hear one another, the last one late", async () => {
  const [ana, ben, chen] = students;
  if (!ana || !ben || !chen) throw new RangeError("Cannot hold a class without students");
  people = [
    await enterRoom(ana.name, ana.user, room()),
    await enterRoom("Tea Horvat", school.teacher, room()),
    await enterRoom(ben.name, ben.user, room()),
    await enterRoom(chen.name, chen.user, room()),
  ];
  await waitForMesh(people);
  for (const { page } of people) expect(await tileCount(page)).toBe(4);
});

test("the offers on the wire are those that the initiation rule allows, each once", () => {
  const [ana, ben, chen] = students.map(({ id }) => `student-${id}`);
  const teacher = `teacher-${school.teacherId}`;
  const senders = new Map(people.map(({ name }) => [name, idOf(name)]));
  const pairs = frames
    .filter(({ type, direction }) => type === "offer" && direction === "sent")
    .map(({ page, to }) => `${senders.get(page)} -> ${to}`);
  expect(pairs.toSorted()).toEqual(
    [
      `${teacher} -> ${ana}`,
      `${teacher} -> ${ben}`,
      `${teacher} -> ${chen}`,
      `${ben} -> ${ana}`,
      `${chen} -> ${ana}`,
      `${chen} -> ${ben}`,
    ].toSorted(),
  );
});

test("who makes a sound is marked as speaking, at oneself and at all others", async () => {
  const marks = people.flatMap(({ page }) =>
    people.map(({ name }) => page.locator("[data-speaking=true]", { hasText: name })),
  );
  await Promise.all(marks.map((mark) => mark.waitFor()));
});

test("a chat line of each reaches all four once, in the same order", async () => {
  for (const { name, page } of people) {
    await openChat(page);
    await page.getByRole("textbox", { name: /message/i }).fill(`Good morning from ${name}`);
    await page.keyboard.press("Enter");
  }
  const expected = people.map(({ name }) => `Good morning from ${name}`);
  for (const { page } of people) {
    const lines = page.locator("[data-chat-line]");
    await until(async () => (await lines.count()) >= 4, { what: () => "four chat lines" });
    const shown = await lines.locator("[data-chat-text]").allTextContents();
    expect([...shown].sort()).toEqual([...expected].sort());
    expect(shown).toEqual(await people[0]?.page.locator("[data-chat-text]").allTextContents());
  }
});

test("the room is as the README shows it", async () => {
  const page = people[1]?.page;
  await page?.setViewportSize({ width: 1440, height: 900 });
  await until(
    async () => (await tileBox(page, "Tea Horvat")) > (await tileBox(page, "Ana Kovač")),
    {
      what: () => "the teacher to have the largest place",
    },
  );
  const folder = process.env["LECTERN_PICTURES"];
  if (!page || !folder) return;
  await page.screenshot({ path: `${folder}/room.png` });
  await page.getByRole("button", { name: "Close" }).click();
  for (const [size, [width, height]] of Object.entries({
    desktop: [1440, 900],
    tablet: [768, 1024],
    phone: [390, 844],
  } as const)) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${folder}/four-${size}.png` });
  }
});

test("who leaves is gone from the others within a second", async () => {
  const chen = people.pop();
  const at = performance.now();
  await chen?.page.getByRole("button", { name: /^leave/i }).click();
  await waitUntilGone(chen, at);
  await chen?.window.close();
});

test("who closes the browser is gone from the others within a second of the socket's end", async () => {
  const ben = people.pop();
  const before = frames.length;
  await ben?.window.close();
  const left = await until(() => frames.slice(before).find(({ type }) => type === "peer-left"), {
    what: () => "a peer-left",
  });
  expect(left.message.peerId).toBe(idOf(ben?.name ?? ""));
  await waitUntilGone(ben, performance.now());
});

test("a student who sends meeting-ended by hand ends nothing", async () => {
  const [, ben] = students;
  const access = await ben?.user.call("POST", `/api/conferences/${conferenceId}/token`, {});
  const client = new PlainClient(access?.body.signaling.url);
  await client.join(access?.body.roomId, access?.body.token);
  await client.next("joined");
  client.send({ type: "meeting-ended" });
  expect(await client.next("error")).toMatchObject({ code: "not-teacher" });
  client.close();
  for (const { page } of people) expect(await tileCount(page)).toBeGreaterThanOrEqual(2);
});

test("the teacher ends the meeting for all", async () => {
  const [ana, teacher] = people;
  const access = await students[0]?.user.call("POST", `/api/conferences/${conferenceId}/token`, {});
  await teacher?.page.getByRole("button", { name: /end for all/i }).click();
  await teacher?.page.getByRole("dialog").getByRole("button", { name: /end/i }).click();
  for (const person of [ana, teacher]) {
    await person?.page.getByRole("heading", { name: /ended/i }).waitFor();
  }
  const late = new PlainClient(access?.body.signaling.url);
  await late.join(access?.body.roomId, access?.body.token);
  expect(await late.closeCode()).toBe(4511);
  const answer = await students[0]?.user.call("POST", `/api/conferences/${conferenceId}/token`, {});
  expect(answer).toMatchObject({ status: 409, body: { code: "meeting-ended" } });
});

test("the teacher starts the ended conference anew", async () => {
  const started = await school.teacher.call("POST", `/api/conferences/${conferenceId}/start`, {});
  expect(started.status).toBe(200);
  const access = await students[0]?.user.call("POST", `/api/conferences/${conferenceId}/token`, {});
  const client = new PlainClient(access?.body.signaling.url);
  await client.join(access?.body.roomId, access?.body.token);
  await client.next("joined");
  client.close();
});

function idOf(name: string): string {
  const student = students.find((one) => one.name === name);
  return student ? `student-${student.id}` : `teacher-${school.teacherId}`;
}

async function tileBox(page: Person["page"] | undefined, name: string): Promise<number> {
  const box = page && (await tileOf(page, name).boundingBox());
  return box ? box.width * box.height : 0;
}

async function waitUntilGone(person: Person | undefined, since: number): Promise<void> {
  for (const { page } of people) {
    await until(async () => (await tileOf(page, person?.name ?? "").count()) === 0, {
      what: () => `${person?.name} to be gone`,
      timeoutMs: 1000 - (performance.now() - since),
      everyMs: 20,
    });
  }
}
