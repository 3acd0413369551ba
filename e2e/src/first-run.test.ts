import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumPath, openChromium, windowOf } from "./support/browser.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { password } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium({ executablePath: chromiumPath });
  page = await (await windowOf(browser, lectern.url)).newPage();
});

afterAll(async () => {
  await browser?.close();
});

test("the first-account link leads, by what is shown, to a room with a teacher in it", async () => {
  await page.goto(lectern.firstAccountLink);
  await page.getByLabel("Your name").fill("Tea Horvat");
  await page.getByLabel("Username").fill("Tea Müller");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Make the account" }).click();
  const wrong = page.locator("input[aria-invalid=true]");
  await wrong.waitFor();
  expect(await wrong.evaluate((field) => field === document.activeElement)).toBe(true);
  await page.getByText("A user name has 2 to 40 of the letters").waitFor();
  await wrong.fill("tea");
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.getByLabel("New conference").fill("Physics 7b");
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByRole("link", { name: "Start the class" }).click();
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.locator("[data-participant^=teacher-]").waitFor();
  expect(page.url()).not.toContain("#");
});

test("the first-account link works once", async () => {
  await page.goto(lectern.firstAccountLink);
  await page.getByRole("heading", { name: "This link does not work" }).waitFor();
});

test("Ctrl+C leaves no process and no open port", async () => {
  const children = await lectern.children();
  expect(children).toHaveLength(2);
  expect(await lectern.stop()).toBe(0);
  await until(() => !children.some(isAlive), {
    what: () => "the children to end",
    timeoutMs: 5000,
  });
  await expect(fetch(lectern.url)).rejects.toThrow();
  await expect(fetch(`http://127.0.0.1:${lectern.signalingPort}/healthz`)).rejects.toThrow();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
