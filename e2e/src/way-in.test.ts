import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiUser } from "./support/api.ts";
import { openChromium, windowOf } from "./support/browser.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { expectOk, openSchool, type School, type Student, secretOf } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let school: School;
let ana: Student;
let conferenceId: string;
let guestLink: string;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  ana = await school.newStudent("Ana Kovač");
  conferenceId = await school.newConference("Physics 7b", [ana]);
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

describe("before the class", () => {
  /** Ana's page before the class, whose browser's question is answered by `answer()` in it. */
  async function openUnanswered(): Promise<Page> {
    const page = await (await windowOf(browser, lectern.url, ana.user)).newPage();
    await page.addInitScript(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      const opened: MediaStream[] = [];
      let answer = () => {};
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      mediaDevices.getUserMedia = async (constraints) => {
        await answered;
        const stream = await ask(constraints);
        opened.push(stream);
        return stream;
      };
      Object.assign(window, { opened, answer });
    });
    await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
    return page;
  }

  test("the way in stays where it is while devices are asked for, and when they open", async () => {
    const page = await openUnanswered();
    const joins = page.getByRole("button", { name: /^Join/ });
    const top = async () => (await joins.boundingBox())?.y;
    await joins.waitFor();
    const before = await top();
    await page.getByText("Your browser may be asking").waitFor();
    expect(await top()).toBe(before);
    await page.evaluate(() => Reflect.get(window, "answer")());
    await page.getByRole("button", { name: "Join", exact: true }).waitFor();
    expect(await top()).toBe(before);
    await page.context().close();
  });

  test("who leaves the browser's question unanswered can join, and is not seen by answering later", async () => {
    const page = await openUnanswered();
    await page.getByText("Your browser may be asking").waitFor();
    await page.getByRole("button", { name: "Join to watch and write" }).click();
    await page.locator("[data-participant^=student-]").waitFor();
    await page.evaluate(() => Reflect.get(window, "answer")());
    await page.waitForFunction(() => {
      const tracks = Reflect.get(window, "opened").flatMap((one: MediaStream) => one.getTracks());
      return (
        tracks.length > 0 && tracks.every((one: MediaStreamTrack) => one.readyState === "ended")
      );
    });
    expect(await page.locator(".controls [aria-pressed=true]").count()).toBe(0);
    await page.context().close();
  });

  test("nobody is asked for a camera where there is no way in", async () => {
    const page = await (await windowOf(browser, lectern.url, ana.user)).newPage();
    await page.addInitScript(() => {
      const asked: unknown[] = [];
      Object.assign(window, { asked });
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        asked.push(constraints);
        throw new DOMException("no", "NotAllowedError");
      };
    });
    await page.route("**/token", async (route) => {
      const json = { code: "conference-not-found", message: "There is no such conference" };
      await route.fulfill({ status: 404, json });
    });
    await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
    await page.getByRole("heading", { name: "There is no such class for you" }).waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "asked"))).toEqual([]);
    await page.context().close();
  });
});

describe("by a guest link", () => {
  test("who is signed in and of the class goes in as themselves", async () => {
    const page = await (await windowOf(browser, lectern.url, ana.user)).newPage();
    await page.goto(lectern.url + guestLink);
    await page.waitForURL(`**/conferences/${conferenceId}/room`);
    await page.getByText(ana.name).first().waitFor();
    await page.context().close();
  });

  test("who is signed in and not of the class is told so before they write anything", async () => {
    const stranger = await school.newStudent("Dora Stranger");
    const page = await (await windowOf(browser, lectern.url, stranger.user)).newPage();
    await page.goto(lectern.url + guestLink);
    await page.getByText("You are signed in as Dora Stranger").waitFor();
    expect(await page.getByRole("textbox").count()).toBe(0);
    await page.getByRole("button", { name: "Sign out and enter as a guest" }).click();
    await page.getByRole("textbox", { name: "Your name" }).fill("Dora");
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("button", { name: "Join", exact: true }).waitFor();
    await page.context().close();
  });
});

describe("after the end", () => {
  test("each is shown a way on that leads somewhere, and back when the class starts anew", async () => {
    const guest = new ApiUser(lectern.url);
    await expectOk(guest.call("POST", "/api/guests", { secret: secretOf(guestLink), name: "Gus" }));
    const users = [school.teacher, ana.user, guest];
    const pages = await Promise.all(
      users.map(async (user) => (await windowOf(browser, lectern.url, user)).newPage()),
    );
    for (const page of pages) await join(page);
    const [teacher, student, visitor] = pages;
    if (!teacher || !student || !visitor) throw new RangeError("Cannot end without people");
    await teacher.getByRole("button", { name: "End for all" }).click();
    await teacher.getByRole("dialog").getByRole("button", { name: "End for all" }).click();
    for (const page of pages) await page.getByRole("heading", { name: /has ended/ }).waitFor();

    await student.getByRole("link", { name: "My conferences" }).waitFor();
    await visitor.getByRole("button", { name: "Enter again" }).click();
    await visitor.waitForLoadState("networkidle");
    await visitor.getByRole("heading", { name: /has ended/ }).waitFor();
    expect(await visitor.getByRole("link").count()).toBe(0);
    await teacher.reload();
    await teacher.getByRole("link", { name: "Start it anew" }).click();
    await teacher.getByRole("button", { name: "Start anew" }).click();
    await teacher.getByRole("link", { name: "Start the class" }).waitFor();
    for (const page of [student, visitor]) {
      await page.getByRole("button", { name: "Enter again" }).click();
      await page.getByRole("button", { name: "Join", exact: true }).waitFor();
    }
    for (const page of pages) await page.context().close();
  });

  test("who is not signed in any more is led to sign in, and back", async () => {
    const page = await (await windowOf(browser, lectern.url, ana.user)).newPage();
    await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
    await page.getByRole("button", { name: "Join", exact: true }).waitFor();
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.waitForURL(`**/sign-in?next=*room`);
    await page.context().close();
  });
});

async function join(page: Page): Promise<void> {
  await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  await page.locator("[data-participant]").first().waitFor();
}
