import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom } from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openSchool, type School } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let school: School;
let conferenceId: string;
let page: Page;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  conferenceId = await school.newConference("Physics 7b");
  const room = { lectern, browser, conferenceId, frames: [] };
  ({ page } = await enterRoom("Tea Horvat", school.teacher, room));
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("who has joined is on the stage", async () => {
  await focusIs("stage");
});

describe("the single keys", () => {
  beforeEach(() => stage().focus());

  test("do nothing while the focus is not on the stage", async () => {
    await control("Microphone").focus();
    await page.keyboard.type("hello, mvcpd?");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.type("hello, mvcpd?");
    await control("Chat").click();
    await page.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.type("hello, mvpd?");
    await page.keyboard.press("Escape");
    await expectUntouched();
  });

  test("turn sound and picture off and on", async () => {
    for (const [key, name] of Object.entries({ m: "Microphone", v: "Camera" })) {
      await page.keyboard.press(key);
      await control(name, false).waitFor();
      await page.keyboard.press(key);
      await control(name, true).waitFor();
    }
    await focusIs("stage");
  });

  test("leave only after a question, which is answered by more than a key", async () => {
    await page.keyboard.type("l");
    const question = page.getByRole("dialog", { name: "Leave the class?" });
    await question.waitFor();
    await page.keyboard.type("hello");
    await question.getByRole("button", { name: "Stay" }).click();
    await focusIs("stage");
    await expectUntouched();
  });

  test("can be switched off for good, and on again", async () => {
    await page.keyboard.press("?");
    await keysSwitch().uncheck();
    await page.keyboard.press("Escape");
    await focusIs("stage");
    await page.keyboard.type("mvcpdl?");
    await expectUntouched();
    expect(await control("Microphone").getAttribute("title")).toBe("Microphone");

    await page.reload();
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await focusIs("stage");
    await page.keyboard.type("mvcpdl?");
    await expectUntouched();

    await control("Keys").click();
    await keysSwitch().check();
    await page.keyboard.press("Escape");
    expect(await control("Microphone").getAttribute("title")).toBe("Microphone (M)");
    await stage().focus();
    await page.keyboard.press("m");
    await control("Microphone", false).waitFor();
    await page.keyboard.press("m");
    await control("Microphone", true).waitFor();
  });
});

function stage() {
  return page.locator("main");
}

function panel() {
  return page.getByRole("complementary");
}

function control(name: string, pressed?: boolean) {
  const controls = page.getByRole("navigation", { name: "Controls" });
  return controls.getByRole("button", { name, ...(pressed !== undefined && { pressed }) });
}

function keysSwitch() {
  return page.getByRole("checkbox", { name: "Single keys" });
}

/** Still in the class, with sound and picture, and nothing open. */
async function expectUntouched(): Promise<void> {
  await page.locator("[data-participant]").waitFor();
  expect(await page.getByRole("dialog").count()).toBe(0);
  expect(await panel().count()).toBe(0);
  await control("Microphone", true).waitFor();
  await control("Camera", true).waitFor();
}

async function focusIs(place: string): Promise<void> {
  let found = "";
  await until(
    async () => {
      found = await focusedPlace();
      return found === place;
    },
    { what: () => `the focus on "${place}", where it is on "${found}"`, timeoutMs: 3000 },
  );
}

function focusedPlace(): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element?.matches("main")) return "stage";
    if (element?.closest("dialog")) return "dialog";
    const label = (of: string) => element?.closest(of)?.getAttribute("aria-label");
    if (label("aside")) return `panel ${label("aside")}`;
    if (label("nav button")) return `control ${label("nav button")}`;
    return element?.outerHTML.slice(0, 80) ?? "nothing";
  });
}
