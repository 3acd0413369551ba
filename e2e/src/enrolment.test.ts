import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium, windowOf } from "./support/browser.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  const school = await openSchool(lectern);
  for (const name of ["Ana Kovač", "Ben Okafor"]) await school.newStudent(name);
  const conferenceId = await school.newConference("Physics 7b");
  page = await (await windowOf(browser, lectern.url, school.teacher)).newPage();
  await page.goto(`${lectern.url}/conferences/${conferenceId}`);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("a teacher finds an account without its accents and enrols it", async () => {
  await page.getByRole("searchbox", { name: "Find an account" }).fill("kovac");
  await page.getByRole("button", { name: "Enrol Ana Kovač" }).click();
  await page.getByRole("heading", { name: "Students (1)" }).waitFor();
  const found = page.getByRole("list", { name: "Accounts found" });
  await found.getByText("Enrolled").waitFor();
});

test("a name that nobody has is said to be so", async () => {
  await page.getByRole("searchbox", { name: "Find an account" }).fill("Zoé");
  await page.getByText("Nobody of this name has an account.").waitFor();
});

test("one paste makes accounts, and asks about a name that somebody has already", async () => {
  await page.getByRole("textbox", { name: "Enrol many at once" }).fill("Ben Okafor\nChen Li\n");
  await page.getByRole("button", { name: "Enrol", exact: true }).click();
  await page.getByRole("heading", { name: "Students (2)" }).waitFor();
  const link = await page.getByRole("textbox", { name: "Link for Chen Li" }).inputValue();
  expect(link).toMatch(/^http:\/\/.+\/welcome#.+/);
  await page.getByRole("button", { name: "Enrol student2" }).click();
  await page.getByRole("heading", { name: "Students (3)" }).waitFor();
});
