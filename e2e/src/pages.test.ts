import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiUser } from "./support/api.ts";
import { chromiumPath, openChromium, windowOf } from "./support/browser.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { PlainClient } from "./support/plain-client.ts";
import { expectOk, openSchool, type School, type Student, secretOf } from "./support/school.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Where to look at the pages afterwards; set it to keep the pictures. */
const pictures = process.env["LECTERN_PICTURES"];

let lectern: Lectern;
let browser: Browser;
let school: School;
let ana: Student;
let conferenceId: string;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  ana = await school.newStudent("Ana Kovač");
  const ben = await school.newStudent("Ben Okafor");
  conferenceId = await school.newConference("Physics 7b", [ana, ben]);
  const actor = `student-${ben.id}`;
  await expectOk(
    school.teacher.call("POST", `/api/conferences/${conferenceId}/removals`, { actor }),
  );
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

const sizes = { desktop: [1440, 900], tablet: [768, 1024], phone: [390, 844] } as const;

describe.each(["light", "dark"] as const)("axe finds nothing serious, %s", (colorScheme) => {
  test.each(["/sign-in", "/", "/conferences/:id", "/account", "/accounts", "/live", "/nowhere"])(
    "on %s, and nothing is cut off on a phone",
    async (path) => {
      const user = path === "/sign-in" ? null : school.teacher;
      const window = await windowOf(browser, lectern.url, user, { colorScheme });
      const page = await window.newPage();
      await page.goto(lectern.url + path.replace(":id", conferenceId));
      await page.locator("h1").first().waitFor();
      await lookAt(page, `${path.replaceAll(/\W+/g, "-")}-${colorScheme}`);
      await window.close();
    },
  );

  test("on the pages that links lead to", async () => {
    const path = `/api/conferences/${conferenceId}/guest-link`;
    const { guestLink } = await expectOk(school.teacher.call("PUT", path, {}));
    const account = { name: "Eva Lind", username: `eva-${colorScheme}`, role: "student" };
    const { link } = await expectOk(school.teacher.call("POST", "/api/accounts", account));
    for (const [name, address] of Object.entries({ guest: guestLink, welcome: link })) {
      const window = await windowOf(browser, lectern.url, null, { colorScheme });
      const page = await window.newPage();
      await page.goto(new URL(address, lectern.url).href);
      await page.getByRole("textbox").first().waitFor();
      await lookAt(page, `${name}-${colorScheme}`);
      await window.close();
    }
  });

  test("on the page in place of a form, where a form would not do", async () => {
    const path = `/api/conferences/${conferenceId}/guest-link`;
    const { guestLink } = await expectOk(school.teacher.call("PUT", path, {}));
    const stranger = await school.newStudent(`Dora ${colorScheme}`);
    const window = await windowOf(browser, lectern.url, stranger.user, { colorScheme });
    const page = await window.newPage();
    await page.goto(lectern.url + guestLink);
    await page.getByRole("button", { name: "Sign out and enter as a guest" }).waitFor();
    expect(await page.title()).toBe("Join the class as a guest · Lectern");
    await lookAt(page, `signed-in-guest-${colorScheme}`);
    await page.addInitScript(() =>
      Object.defineProperty(globalThis, "isSecureContext", { value: false }),
    );
    await page.reload();
    await page.getByRole("heading", { name: "This address is not secure" }).waitFor();
    expect(await page.title()).toBe("This address is not secure · Lectern");
    await lookAt(page, `insecure-${colorScheme}`);
    await window.close();
  });

  test("in the preview and in the class", async () => {
    const window = await windowOf(browser, lectern.url, school.teacher, { colorScheme });
    const page = await window.newPage();
    await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
    await page.getByRole("button", { name: "Join", exact: true }).waitFor();
    await lookAt(page, `preview-${colorScheme}`);
    await page.getByRole("button", { name: "Join", exact: true }).click();
    await page.locator("[data-participant]").first().waitFor();
    await page.getByRole("button", { name: "Chat" }).click();
    await page.waitForFunction(() => document.querySelector("video")?.currentTime);
    await lookAt(page, `class-${colorScheme}`);
    await page.getByRole("button", { name: "Devices" }).click();
    await page.getByRole("combobox", { name: "Camera" }).waitFor();
    await lookAt(page, `devices-${colorScheme}`);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "People" }).click();
    const student = await joinPlainly(ana);
    await page.getByRole("button", { name: "Remove Ana Kovač" }).waitFor();
    await lookAt(page, `people-${colorScheme}`);
    await page.getByRole("button", { name: "Remove Ana Kovač" }).click();
    await page.getByRole("dialog").waitFor();
    await lookAt(page, `remove-${colorScheme}`);
    await page.getByRole("button", { name: "Keep" }).click();
    student.close();
    await page.getByRole("button", { name: "End for all" }).click();
    await page.getByRole("dialog").waitFor();
    await lookAt(page, `end-${colorScheme}`);
    await page.getByRole("button", { name: "Stay" }).click();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.getByRole("button", { name: "Keys" }).click();
    await lookAt(page, `keys-${colorScheme}`);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await page.locator("main").press("l");
    await page.getByRole("dialog", { name: "Leave the class?" }).waitFor();
    await lookAt(page, `leave-${colorScheme}`);
    await page.getByRole("dialog").getByRole("button", { name: "Leave" }).click();
    await page.getByRole("heading", { name: "You left the class" }).waitFor();
    await lookAt(page, `left-${colorScheme}`);
    await window.close();
  });
});

test("a tab is named after what is in it, and dark and light follow the system while it is open", async () => {
  const window = await windowOf(browser, lectern.url, school.teacher, { colorScheme: "light" });
  const page = await window.newPage();
  const titles = { "/": "My conferences", "/conferences/:id": "Physics 7b", "/live": "Live" };
  for (const [path, title] of Object.entries(titles)) {
    await page.goto(lectern.url + path.replace(":id", conferenceId));
    await page.locator("h1").first().waitFor();
    expect(await page.title()).toBe(`${title} · Lectern`);
  }
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-scheme=${colorScheme}]`).waitFor();
  }
  await window.close();
});

test("the class is held with the keyboard alone", async () => {
  const page = await (await windowOf(browser, lectern.url, school.teacher)).newPage();
  await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
  const join = page.getByRole("button", { name: "Join", exact: true });
  await join.waitFor();
  await tabTo(page, "Join");
  await page.keyboard.press("Enter");
  await page.locator("[data-participant]").first().waitFor();
  await page.keyboard.press("m");
  await page.getByRole("button", { name: "Microphone", pressed: false }).waitFor();
  await page.keyboard.press("c");
  await page.getByRole("textbox", { name: "Message to everyone" }).waitFor();
  await tabTo(page, "Message to everyone");
  await page.keyboard.type("mute and video are letters here");
  await page.keyboard.press("Enter");
  await page.locator("[data-chat-text]").waitFor();
  await page.keyboard.press("Escape");
  await tabTo(page, "End for all");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await focusedLabel(page)).toBe("End for all");
});

test.each([
  ["refused", "Camera and microphone are blocked for this page", "Join to watch and write"],
  ["no-devices", "No such device was found", "Join without camera"],
] as const)(
  "who has devices %s is told so, and can join all the same",
  async (media, words, way) => {
    const other = await openChromium({ executablePath: chromiumPath, media });
    const page = await (await windowOf(other, lectern.url, ana.user)).newPage();
    await page.goto(`${lectern.url}/conferences/${conferenceId}/room`);
    await page.getByText(words).waitFor();
    await page.getByRole("button", { name: way }).click();
    await page.locator("[data-participant^=student-]").waitFor();
    await other.close();
  },
);

describe("who has nothing to do with a conference", () => {
  test("gets neither page nor token, signed in or not", async () => {
    const stranger = await school.newStudent("Dora Stranger");
    for (const path of [`/conferences/${conferenceId}`, `/conferences/${conferenceId}/room`]) {
      expect((await stranger.user.call("GET", path)).status).toBe(404);
      expect((await new ApiUser(lectern.url).call("GET", path)).status).toBe(302);
    }
    const token = `/api/conferences/${conferenceId}/token`;
    expect(await stranger.user.call("POST", token, {})).toMatchObject({ status: 404 });
    expect(await new ApiUser(lectern.url).call("POST", token, {})).toMatchObject({ status: 401 });
  });

  test("a closed guest link is closed, also to who came in by it", async () => {
    const path = `/api/conferences/${conferenceId}/guest-link`;
    const { guestLink } = await expectOk(school.teacher.call("PUT", path, {}));
    const guest = new ApiUser(lectern.url);
    const secret = secretOf(guestLink);
    await expectOk(guest.call("POST", "/api/guests", { secret, name: "Guest" }));
    const token = `/api/conferences/${conferenceId}/token`;
    expect((await guest.call("POST", token, {})).status).toBe(200);
    await school.teacher.call("DELETE", path, {});
    expect((await guest.call("POST", token, {})).status).toBe(403);
    const late = new ApiUser(lectern.url);
    expect((await late.call("POST", "/api/guests", { secret, name: "Late" })).status).toBe(404);
  });
});

/** Somebody in the room who needs no page. */
async function joinPlainly({ user }: Student): Promise<PlainClient> {
  const path = `/api/conferences/${conferenceId}/token`;
  const { roomId, token, signaling } = await expectOk(user.call("POST", path, {}));
  const client = new PlainClient(signaling.url);
  await client.join(roomId, token);
  await client.next("joined");
  return client;
}

/** Checks a page with axe, at each size for what is cut off, and takes its picture. */
async function lookAt(page: Page, name: string): Promise<void> {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    await page.setViewportSize({ width, height });
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${name} at ${size} is wider than its window`).toBeLessThanOrEqual(0);
    if (pictures) await page.screenshot({ path: `${pictures}/${name}-${size}.png` });
  }
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const checker = Reflect.get(window, "axe");
    const { violations: found } = await checker.run(document);
    return found
      .filter(({ impact }: { impact: string }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }: { id: string; nodes: readonly { html: string }[] }) => [
        id,
        nodes[0]?.html,
      ]);
  });
  expect(violations).toEqual([]);
}

async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    if ((await focusedLabel(page)) === label) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Cannot reach "${label}" by Tab`);
}

function focusedLabel(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    return element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "";
  });
}
