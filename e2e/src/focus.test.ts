import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumPath, openChromium } from "./support/browser.ts";
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
  browser = await openChromium({ executablePath: chromiumPath });
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
    await page.keyboard.type("hello,mvcpd?");
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.type("hello,mvcpd?");
    await control("Chat").click();
    await page.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.type("hello,mvpd?");
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

  test("pressed twice in one breath close again what they opened", async () => {
    await stage().evaluate((element) => {
      for (const key of ["p", "p", "c", "p", "p"]) {
        element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
      }
    });
    await page.getByRole("button", { name: "People", pressed: false }).waitFor();
    await expectUntouched();
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

describe.each([
  ["Chat", "c"],
  ["People", "p"],
] as const)("the panel %s takes the focus in", (name, key) => {
  test("from its key, and gives it back to the stage", async () => {
    for (const close of [pressEscape, clickClose]) {
      await stage().focus();
      await page.keyboard.press(key);
      await focusIs(`panel ${name}`);
      await close();
      await focusIs("stage");
    }
  });

  test("from its button, by mouse or keyboard, and gives it back to the button", async () => {
    for (const close of [pressEscape, clickClose, () => control(name).click()]) {
      await control(name).click();
      await focusIs(`panel ${name}`);
      await close();
      await focusIs(`control ${name}`);
    }
    await page.keyboard.press("Enter");
    await focusIs(`panel ${name}`);
    await pressEscape();
    await focusIs(`control ${name}`);
  });

  test("from the other panel, whose place it takes", async () => {
    const other = name === "Chat" ? "People" : "Chat";
    await stage().focus();
    await page.keyboard.press(other === "Chat" ? "c" : "p");
    await focusIs(`panel ${other}`);
    await control(name).click();
    await focusIs(`panel ${name}`);
    await pressEscape();
    await focusIs(`control ${name}`);
  });

  test("and lets it be where it has gone meanwhile", async () => {
    await control(name).click();
    await stage().focus();
    await page.keyboard.press(key);
    await panel().waitFor({ state: "detached" });
    await focusIs("stage");
  });
});

test("who writes goes on writing while others' lines and names come in", async () => {
  await control("Chat").click();
  await page.keyboard.type("mute and video are letters here");
  await page.keyboard.press("Enter");
  await page.locator("[data-chat-text]").waitFor();
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("TEXTAREA");
  await pressEscape();
});

describe("a dialog", () => {
  test.each(["d", "?", "l"])("that %s opens gives the focus back to the stage", async (key) => {
    for (const close of [pressEscape, clickWayOut]) {
      await stage().focus();
      await page.keyboard.press(key);
      await focusIs("dialog");
      await close();
      await page.locator("dialog").waitFor({ state: "detached" });
      await focusIs("stage");
    }
  });

  test.each(["Devices", "Keys", "End for all"])(
    "that the button %s opens gives the focus back to it",
    async (name) => {
      for (const close of [pressEscape, clickWayOut]) {
        await control(name).click();
        await focusIs("dialog");
        await close();
        await page.locator("dialog").waitFor({ state: "detached" });
        await focusIs(`control ${name}`);
      }
    },
  );
});

test("a message that is closed leaves the focus on the stage", async () => {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () =>
      Promise.reject(new DOMException("gone", "NotFoundError"));
  });
  await control("Devices").click();
  const choice = page.getByRole("combobox", { name: "Microphone" });
  await choice.waitFor();
  await choice.selectOption({ index: (await choice.locator("option").count()) - 1 });
  await page.getByRole("dialog").getByRole("alert").waitFor();
  await pressEscape();
  await page.getByRole("button", { name: "Close" }).click();
  await focusIs("stage");
});

test("a camera that opens at the second try leaves the focus in the preview", async () => {
  const preview = await page.context().newPage();
  await preview.addInitScript(() => {
    const { mediaDevices } = navigator;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    let isRefused = true;
    mediaDevices.getUserMedia = async (constraints) => {
      if (isRefused) throw new DOMException("no", "NotAllowedError");
      return ask(constraints);
    };
    Object.assign(window, {
      allow: () => {
        isRefused = false;
      },
    });
  });
  await preview.goto(`${lectern.url}/conferences/${conferenceId}/room`);
  const retry = preview.getByRole("button", { name: "Try again" });
  await retry.waitFor();
  await preview.evaluate(() => Reflect.get(window, "allow")());
  await retry.click();
  await preview.getByRole("button", { name: "Join", exact: true }).waitFor();
  expect(await preview.evaluate(() => document.activeElement?.tagName)).toBe("H1");
  await preview.close();
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

function pressEscape(): Promise<void> {
  return page.keyboard.press("Escape");
}

function clickClose(): Promise<void> {
  return panel().getByRole("button", { name: "Close" }).click();
}

function clickWayOut(): Promise<void> {
  return page
    .getByRole("dialog")
    .getByRole("button", { name: /^(Stay|Done|Close)$/ })
    .click();
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
