import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { expectOk, openSchool, type School } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let school: School;
let guestLink: string;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  const conferenceId = await school.newConference("Physics 7b");
  const path = `/api/conferences/${conferenceId}/guest-link`;
  guestLink = (await expectOk(school.teacher.call("PUT", path, {}))).guestLink;
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("over plain HTTP from another machine no link is used up, and the way that works is shown", async () => {
  const other = await openChromium({ args: ["--host-resolver-rules=MAP school.test 127.0.0.1"] });
  const page = await other.newPage();
  const { port } = new URL(lectern.url);
  const account = { name: "Eva Lind", username: "eva", role: "student" };
  const { link } = await expectOk(school.teacher.call("POST", "/api/accounts", account));
  for (const path of [link, guestLink, "/sign-in", "/"]) {
    await page.goto(`http://school.test:${port}${path}`);
    await page.getByRole("heading", { name: "This address is not secure" }).waitFor();
    expect(await page.getByRole("textbox").count()).toBe(0);
  }
  await page.goto(`http://school.test:${port}${link}`);
  await page.getByRole("link", { name: `localhost:${port}` }).click();
  await page.getByRole("heading", { name: "Welcome, Eva Lind" }).waitFor();
  await page.getByRole("textbox", { name: "Password" }).fill("correct horse battery staple");
  await page.getByRole("button", { name: "Save and sign in" }).click();
  await page.getByRole("heading", { name: "My conferences" }).waitFor();
  await other.close();
});
