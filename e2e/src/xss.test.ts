import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom } from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";

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

let lectern: Lectern;
let browser: Browser;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("W5: 500 payloads as chat lines, and as name and title, change nothing but text", async () => {
  expect(new Set(payloads).size).toBe(500);
  const name = "<img src=x onerror=alert(1)>";
  const title = "<svg onload=alert(2)> & {{7*7}}";
  const school = await openSchool(lectern, name);
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
  for (const payload of payloads) {
    await box.fill(payload);
    await box.press("Enter");
  }
  const lines = page.locator("[data-chat-text]");
  await until(async () => (await lines.count()) === payloads.length, {
    what: () => "all the lines",
    timeoutMs: 60_000,
  });
  await until(async () => (await page.getByText("· sending").count()) === 0, {
    what: () => "the echoes",
  });
  expect(await lines.allTextContents()).toEqual(payloads.map((payload) => payload.trim()));
  expect(await page.locator("[data-chat-text] *").count()).toBe(0);
  expect(await page.title()).toBe(`${title} · Lectern`);
  await page.goto(`${lectern.url}/conferences/${conferenceId}`);
  expect(await page.locator("h1").textContent()).toBe(title);
  expect(events).toEqual([]);
}, 300_000);

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
