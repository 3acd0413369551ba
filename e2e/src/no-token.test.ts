import type { Browser, Route } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium } from "./support/browser.ts";
import { enterRoom, type Person, tileCount, waitForMesh } from "./support/classroom.ts";
import { type Lectern, signalingPid, startLectern, until } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";
import type { WireFrame } from "./support/wire.ts";

const frames: WireFrame[] = [];
let lectern: Lectern;
let browser: Browser;
let teacher: Person;
let ana: Person;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  const school = await openSchool(lectern);
  const student = await school.newStudent("Ana Kovač");
  const conferenceId = await school.newConference("Physics 7b", [student]);
  const room = { lectern, browser, conferenceId, frames };
  teacher = await enterRoom("Tea Horvat", school.teacher, room);
  ana = await enterRoom(student.name, student.user, room);
  await waitForMesh([teacher, ana]);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("a call goes on while the app gives no token, and the student comes back when it does", async () => {
  const refusals = [
    json(503, "overloaded", { "retry-after": "1" }),
    json(500, "internal"),
    { status: 502, contentType: "text/html", body: "<h1>Bad Gateway</h1>" },
  ];
  let asked = 0;
  const refuse = (route: Route) => {
    asked += 1;
    return route.fulfill(refusals[(asked - 1) % refusals.length] ?? {});
  };
  await ana.page.route("**/token", refuse);
  process.kill(await signalingPid(lectern), "SIGKILL");
  // The last of them names no time to wait for: nothing but the back-off holds the next attempt.
  await until(() => asked >= refusals.length, {
    what: () => `every refusal to come once, where ${asked} did`,
    timeoutMs: 60_000,
  });
  await ana.page.getByText("The call goes on").waitFor();
  expect(await tileCount(ana.page)).toBe(2);
  await ana.page.unroute("**/token", refuse);
  // Else the next wait could outlast what the restarted server gives its rooms to come back.
  await ana.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await until(() => joinedCount(ana) >= 2, {
    what: () => "Ana to join again",
    timeoutMs: 30_000,
  });
  await waitForMesh([teacher, ana]);
  const offers = frames.filter(({ type, direction }) => type === "offer" && direction === "sent");
  expect(offers).toHaveLength(1);
});

function json(status: number, code: string, headers: Record<string, string> = {}) {
  const body = JSON.stringify({ code, message: "Not now" });
  return { status, headers, contentType: "application/json", body };
}

function joinedCount({ name }: Person): number {
  return frames.filter(({ page, type }) => page === name && type === "joined").length;
}
