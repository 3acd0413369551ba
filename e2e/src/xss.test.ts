import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium, windowOf } from "./support/browser.ts";
import { enterRoom, tileCount } from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { type Minted, mintToken, PlainClient } from "./support/plain-client.ts";
import { expectOk, openSchool, type School, type Student } from "./support/school.ts";

const openings = [
  "<script>",
  "<img src=x onerror=",
  "<svg onload=",
  "<iframe src=javascript:",
  "\"'><b onclick=",
];
const bodies = [
  "alert(1)",
  "fetch('https://evil.example')",
  "document.title='x'",
  "parent.x=1",
  "location='/x'",
];
const closings = [
  "</script>",
  ">",
  "//",
  "-->",
  "]]>",
  "{{7*7}}",
  "#{7*7}",
  "&lt;",
  "</textarea>",
  "`",
];
const manners = ["", " "];

/** 500 texts that would do something if they were taken for markup. */
const payloads = openings.flatMap((opening) =>
  bodies.flatMap((body) =>
    closings.flatMap((closing) => manners.map((blank) => `${opening}${blank}${body}${closing}`)),
  ),
);

/** What is kept of a text: no blank at either end. */
const texts = payloads.map((payload) => payload.trim());

/** How many of the lines are typed in the page; the others come from somebody else. */
const typed = 50;
const name = "<img src=x onerror=alert(1)>";
let lectern: Lectern;
let browser: Browser;
let school: School;

beforeAll(async () => {
  // All of them at once, from one person.
  lectern = await startLectern({ env: { CONFERENCE_SIGNALING_CHAT_RATE: "1000:1000" } });
  browser = await openChromium();
  school = await openSchool(lectern, name);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("W5: 500 payloads as chat lines change nothing but text", async () => {
  expect(new Set(payloads).size).toBe(500);
  const title = "<svg onload=alert(2)> & {{7*7}}";
  const conferenceId = await school.newConference(title);
  const { page } = await enterRoom(name, school.teacher, {
    lectern,
    browser,
    conferenceId,
    frames: [],
  });
  const events = await watchForHarm(page);
  await page.keyboard.press("c");
  const box = page.getByRole("textbox", { name: /message/i });
  for (const payload of payloads.slice(0, typed)) {
    await box.fill(payload);
    await box.press("Enter");
  }
  await until(async () => (await page.getByText("· sending").count()) === 0, {
    what: () => "the echoes",
  });
  const speaker = await enterPlainly(conferenceId, { sub: "student-x", name });
  for (const payload of payloads.slice(typed)) speaker.send({ type: "chat", message: payload });
  const lines = page.locator("[data-chat-text]");
  await until(async () => (await lines.count()) === payloads.length, {
    what: () => "all the lines",
    timeoutMs: 60_000,
  });
  speaker.close();
  expect(await lines.allTextContents()).toEqual(texts);
  expect(await page.locator("[data-chat-text] *").count()).toBe(0);
  expect(await page.title()).toBe(`${title} · Lectern`);
  await page.goto(`${lectern.url}/conferences/${conferenceId}`);
  expect(await page.locator("h1").textContent()).toBe(title);
  expect(events).toEqual([]);
}, 300_000);

test("W5: 500 payloads as titles and as names change nothing but text", async () => {
  const { teacher } = school;
  const conferenceId = await school.newConference("Physics 7b");
  for (const [at, text] of texts.entries()) {
    await school.newConference(text);
    const person = { name: text, username: `pupil${at}`, role: "student" };
    const { account } = await expectOk(teacher.call("POST", "/api/accounts", person));
    const path = `/api/conferences/${conferenceId}/members`;
    await expectOk(teacher.call("POST", path, { accountId: account.id }));
  }
  const page = await (await windowOf(browser, lectern.url, teacher)).newPage();
  const events = await watchForHarm(page);
  for (const [path, place] of [
    ["/", ".conference h2"],
    ["/accounts", ".account-row .person-name"],
    [`/conferences/${conferenceId}`, ".person-name"],
  ] as const) {
    await page.goto(lectern.url + path);
    const places = page.locator(place);
    await places.nth(texts.length - 1).waitFor();
    const shown = (await places.allTextContents()).map((text) => text.replace(/ pupil\d+.*$/, ""));
    expect(shown).toEqual(expect.arrayContaining(texts));
    expect(await places.locator("script, img, svg, iframe, b, textarea").count()).toBe(0);
  }
  expect(events).toEqual([]);
}, 300_000);

test("W5: 500 payloads as names in the room change nothing but text", async () => {
  // Those who come later call a student, so that the page of one has no offers to make.
  const ana = await school.newStudent("Ana Kovač");
  const conferenceId = await school.newConference("Physics 7b", [ana]);
  await seeNamesInRoom(conferenceId, { viewer: ana, batches: batchesOf(texts, 50) });
}, 300_000);

test("W5: payloads as names change nothing but text in what a teacher sees of the room", async () => {
  const conferenceId = await school.newConference("Physics 7b");
  const viewer = { name, user: school.teacher };
  const oneOfEachOpening = texts.filter((_, at) => at % (texts.length / openings.length) === 0);
  await seeNamesInRoom(conferenceId, { viewer, batches: [oneOfEachOpening] });
}, 300_000);

test("what could mislead the eye is refused as a name and as a title, with a sentence", async () => {
  for (const text of ["a\u0000b", "\u202eevil", "", "x".repeat(200)]) {
    const person = { name: text, username: "eve", role: "student" };
    for (const [path, body] of [
      ["/api/accounts", person],
      ["/api/conferences", { title: text }],
    ] as const) {
      const refused = await school.teacher.call("POST", path, body);
      expect(refused).toMatchObject({ status: 400, body: { code: "invalid-field" } });
      expect(refused.body.message).toMatch(/^[A-Z].{10}/);
    }
  }
});

interface Names {
  readonly viewer: Pick<Student, "name" | "user">;
  readonly batches: readonly (readonly string[])[];
}

/** Lets people with given names come, write and go again, and looks at each place that shows a name. */
async function seeNamesInRoom(conferenceId: string, { viewer, batches }: Names): Promise<void> {
  const entering = { lectern, browser, conferenceId, frames: [] };
  const { page, window } = await enterRoom(viewer.name, viewer.user, entering);
  const events = await watchForHarm(page);
  const places = [
    [".tile-person", "People"],
    [".panel .person-name bdi", "People"],
    [".chat-author", "Chat"],
  ] as const;
  for (const [round, batch] of batches.entries()) {
    const people = await Promise.all(
      batch.map(async (text, at) => {
        const claims = { sub: `student-x${round}-${at}`, name: text };
        const person = await enterPlainly(conferenceId, claims);
        person.send({ type: "chat", message: "Good morning" });
        return person;
      }),
    );
    for (const [place, panel] of places) {
      const control = page.getByRole("button", { name: panel });
      if ((await control.getAttribute("aria-pressed")) === "false") await control.click();
      const shows = async () => {
        const shown = new Set(await page.locator(place).allTextContents());
        return batch.every((text) => shown.has(text));
      };
      await until(shows, { what: () => `the names of round ${round} at ${place}` });
      expect(await page.locator(place).locator("*").count()).toBe(0);
    }
    for (const person of people) person.close();
    await until(async () => (await tileCount(page)) === 1, { what: () => "them to be gone" });
  }
  expect(events).toEqual([]);
  await window.close();
}

/** Somebody in the room by a token of one's own making, without a page. */
async function enterPlainly(
  conferenceId: string,
  claims: Pick<Minted, "sub" | "name">,
): Promise<PlainClient> {
  const path = `/api/conferences/${conferenceId}/token`;
  const { roomId, signaling } = await expectOk(school.teacher.call("POST", path, {}));
  const secret = readFileSync(join(lectern.dataDir, "data/signaling-secret"), "utf8").trim();
  const person = new PlainClient(signaling.url);
  await person.join(roomId, mintToken(secret, { ...claims, room: roomId }));
  await person.next("joined");
  return person;
}

function batchesOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, at) => all.slice(at * size, (at + 1) * size));
}

/** Collects dialogs, CSP reports and requests to anywhere else. */
async function watchForHarm(page: Page): Promise<readonly string[]> {
  const events: string[] = [];
  page.on("dialog", async (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML/.test(message.text())) events.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(lectern.url)) events.push(request.url());
  });
  return events;
}
