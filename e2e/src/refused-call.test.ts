import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom, openChat, type Person, tileOf, waitForMesh } from "./support/classroom.ts";
import { type Lectern, startLectern } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";

let lectern: Lectern;
let browser: Browser;
let people: readonly [teacher: Person, ana: Person, ben: Person];
const uncaught: string[] = [];

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  const school = await openSchool(lectern);
  const ana = await school.newStudent("Ana Kovač");
  const ben = await school.newStudent("Ben Okafor");
  const conferenceId = await school.newConference("Physics 7b", [ana, ben]);
  const room = { lectern, browser, conferenceId, frames: [] };
  people = [
    await enterRoom("Tea Horvat", school.teacher, room),
    await enterRoom(ana.name, ana.user, room),
    await enterRoom(ben.name, ben.user, { ...room, prepare: refuseServers }),
  ];
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("whose browser refuses the ICE servers is told so in each tile, and has the chat", async () => {
  const [teacher, ana, ben] = people;
  for (const { name } of [teacher, ana]) {
    await tileOf(ben.page, name).getByText("This browser refuses the call").waitFor();
  }
  await ben.page.getByText("Tell whoever runs Lectern here").waitFor();
  await openChat(ben.page);
  await ben.page.keyboard.type("I hear nobody");
  await ben.page.keyboard.press("Enter");
  await openChat(teacher.page);
  await teacher.page.locator("[data-chat-text]", { hasText: "I hear nobody" }).waitFor();
  expect(uncaught).toEqual([]);
});

test("the calls of the others go on", async () => {
  const [teacher, ana] = people;
  await waitForMesh([teacher, ana]);
});

/** Has the app name a server in a way that no browser takes. */
async function refuseServers(page: Person["page"]): Promise<void> {
  page.on("pageerror", (error) => uncaught.push(String(error)));
  await page.route("**/token", async (route) => {
    const response = await route.fetch();
    const iceServers = [{ urls: "stun:127.0.0.1:99999" }];
    await route.fulfill({ response, json: { ...(await response.json()), iceServers } });
  });
}
