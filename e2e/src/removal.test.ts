import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ApiUser } from "./support/api.ts";
import { openChromium, receivedBy, windowOf } from "./support/browser.ts";
import { enterRoom, type Person, tileOf, waitForMesh } from "./support/classroom.ts";
import { type Lectern, signalingPid, startLectern, until } from "./support/lectern.ts";
import { PlainClient } from "./support/plain-client.ts";
import { expectOk, openSchool, type School, type Student, secretOf } from "./support/school.ts";
import type { WireFrame } from "./support/wire.ts";

/** What the trust page promises, in ms. */
const promised = { socketMs: 2_000, mediaMs: 3_000 };

const frames: WireFrame[] = [];
let lectern: Lectern;
let browser: Browser;
let school: School;
let ana: Student;
let ben: Student;
let conferenceId: string;
let teacher: Person;
let anaPage: Person;
let benPage: Person;
/** When Ana's socket was closed, and what she had come in by. */
let closedAt: number | null = null;
let anaKeys: Keys;

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium();
  school = await openSchool(lectern);
  ana = await school.newStudent("Ana Kovač");
  ben = await school.newStudent("Ben Okafor");
  conferenceId = await school.newConference("Physics 7b", [ana, ben]);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

describe("a teacher removes a student in a call of three", () => {
  test("who is out within 2 s, is told so, and is neither seen nor heard any more", async () => {
    const room = { lectern, browser, conferenceId, frames };
    teacher = await enterRoom("Tea Horvat", school.teacher, room);
    benPage = await enterRoom(ben.name, ben.user, room);
    const prepare = (page: Page) =>
      onSocketClose(page, () => {
        closedAt ??= performance.now();
      });
    anaPage = await enterRoom(ana.name, ana.user, { ...room, prepare });
    anaKeys = keysOf(ana.name);
    await waitForMesh([teacher, benPage, anaPage]);

    await teacher.page.getByRole("button", { name: "People" }).click();
    await teacher.page.getByRole("button", { name: `Remove ${ana.name}` }).click();
    const dialog = teacher.page.getByRole("dialog", { name: `Remove ${ana.name}` });
    const at = performance.now();
    await dialog.getByRole("button", { name: "Remove" }).click();

    const closed = await until(() => closedAt, { what: () => "Ana's socket to be closed" });
    for (const { page, name } of [teacher, benPage]) {
      await until(async () => (await tileOf(page, ana.name).count()) === 0, {
        what: () => `Ana's tile to be gone at ${name}`,
        timeoutMs: promised.mediaMs,
      });
      await until(async () => (await receivedBy(page)).length === 1, {
        what: () => `the call with Ana to be over at ${name}`,
        timeoutMs: promised.mediaMs,
      });
    }
    const mediaMs = performance.now() - at;
    console.log(
      `socket closed after ${Math.round(closed - at)} ms, media after ${Math.round(mediaMs)} ms`,
    );
    expect(closed - at).toBeLessThan(promised.socketMs);
    expect(mediaMs).toBeLessThan(promised.mediaMs);
    await anaPage.page
      .getByRole("heading", { name: "The teacher removed you from this class" })
      .waitFor();
    expect(await receivedBy(anaPage.page)).toEqual([]);
    await dialog.waitFor({ state: "detached" });
    const list = teacher.page.getByRole("list", { name: "People in the room" });
    await until(() => list.evaluate((element) => element === document.activeElement), {
      what: () => "the focus to be in the list, as the button that had it is gone",
    });
  });

  test("the others' call goes on", async () => {
    await waitForMesh([teacher, benPage]);
  });

  test("the page of who was removed offers a way on, and takes none by itself", async () => {
    await anaPage.page.getByRole("link", { name: "My conferences" }).waitFor();
    await anaPage.page.getByRole("button", { name: "Enter again" }).click();
    await anaPage.page
      .getByRole("heading", { name: "The teacher removed you from this class" })
      .waitFor();
  });

  test("the old token and the old secret open nothing", () => expectDead(anaKeys));

  test("nor do they after kill -9 of the signaling server and its start", async () => {
    await killSignaling();
    await expectDead(anaKeys);
    await waitForMesh([teacher, benPage]);
  });

  test("let back in, the student is in the call again", async () => {
    const page = await pageOf(school.teacher, `/conferences/${conferenceId}`);
    await page.getByRole("heading", { name: "Removed from the class (1)" }).waitFor();
    expect(await page.getByText("on the server").count()).toBe(0);
    await page.getByRole("button", { name: `Let back in ${ana.name}` }).click();
    await page.getByRole("heading", { name: "Removed from the class" }).waitFor({
      state: "detached",
    });
    await anaPage.page.getByRole("button", { name: "Enter again" }).click();
    await anaPage.page.getByRole("button", { name: "Join", exact: true }).click();
    await waitForMesh([teacher, benPage, anaPage]);
  });
});

describe("who loses their access during the lesson is out within 2 s, and is told why", () => {
  const lost: Keys[] = [];

  test.each<readonly [string, (lesson: Lesson) => Promise<unknown>, string]>([
    [
      "a student who is not enrolled any more",
      ({ id, student }) =>
        school.teacher.call("DELETE", `/api/conferences/${id}/members/${student.id}`),
      "There is no such class for you",
    ],
    [
      "a student whose account is disabled",
      ({ student: { id, name } }) =>
        school.teacher.call("PUT", `/api/accounts/${id}`, {
          name,
          role: "student",
          disabled: true,
        }),
      "You are not signed in any more",
    ],
    [
      "everybody, when the conference is deleted",
      ({ id }) => school.teacher.call("DELETE", `/api/conferences/${id}`),
      "The class has ended",
    ],
  ])("%s", async (what, take, words) => {
    const student = await school.newStudent(`Chen ${what}`.slice(0, 40));
    const id = await school.newConference("Chemistry", [student]);
    lost.push(await expectOut(student.user, { id, student, name: student.name }, { take, words }));
  });

  test("a guest whose link is renewed", async () => {
    const id = await school.newConference("Biology");
    const path = `/api/conferences/${id}/guest-link`;
    const { guestLink } = await expectOk(school.teacher.call("PUT", path, {}));
    const guest = new ApiUser(lectern.url);
    const secret = secretOf(guestLink);
    await expectOk(guest.call("POST", "/api/guests", { secret, name: "Gus" }));
    const take = () => school.teacher.call("PUT", path, {});
    const words = "The guest link was closed";
    lost.push(await expectOut(guest, { id, student: ana, name: "Gus" }, { take, words }));
  });

  test("and none of their tokens opens a room of a server that was started since", async () => {
    await killSignaling();
    expect(lost).toHaveLength(4);
    for (const keys of lost) await expectDead(keys);
  });
});

test("an administrator sees the class that is live, and ends it for all", async () => {
  const page = await pageOf(school.teacher, "/live");
  const row = page.getByRole("listitem").filter({ hasText: "Physics 7b" });
  await row.getByText("With Tea Horvat · 1 teacher, 2 students").waitFor();
  await row.getByRole("button", { name: "End for all in Physics 7b" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End for all" }).click();
  await page.getByRole("heading", { name: "No class at the moment" }).waitFor();
  for (const person of [teacher, anaPage, benPage]) {
    await person.page.getByRole("heading", { name: "The class has ended" }).waitFor();
  }
});

/** What a client had to come in by, as it went over the wire. */
interface Keys {
  readonly url: string;
  readonly join: { readonly roomId: string; readonly token: string };
  readonly resume: { readonly sessionId: string; readonly secret: string };
}

interface Lesson {
  readonly id: string;
  readonly student: Student;
  readonly name: string;
}

interface Loss {
  readonly take: (lesson: Lesson) => Promise<unknown>;
  readonly words: string;
}

/** Enters a room, has the access taken away, and gives what it was entered by. */
async function expectOut(user: ApiUser, lesson: Lesson, { take, words }: Loss): Promise<Keys> {
  let closed: number | null = null;
  const person = await enterRoom(lesson.name, user, {
    lectern,
    browser,
    conferenceId: lesson.id,
    frames,
    prepare: (page) =>
      onSocketClose(page, () => {
        closed = performance.now();
      }),
  });
  const keys = keysOf(lesson.name);
  const at = performance.now();
  await take(lesson);
  const end = await until(() => closed, { what: () => "the socket to be closed" });
  expect(end - at).toBeLessThan(promised.socketMs);
  await person.page.getByRole("heading", { name: words }).waitFor();
  await expectDead(keys);
  await person.window.close();
  return keys;
}

/** What somebody came in by the last time. */
function keysOf(name: string): Keys {
  const own = frames.filter(({ page }) => page === name);
  const join = own.findLast(({ type }) => type === "join")?.message;
  const { sessionId, secret } = own.findLast(({ type }) => type === "joined")?.message ?? {};
  return {
    url: `ws://127.0.0.1:${lectern.signalingPort}/ws/conference`,
    join,
    resume: { sessionId, secret },
  };
}

async function expectDead({ url, join, resume }: Keys): Promise<void> {
  const { roomId, token } = join;
  const client = new PlainClient(url);
  await client.opened();
  client.send({ type: "resume", roomId, ...resume, lastSeq: 1 });
  expect(await client.next("error")).toMatchObject({ code: "resume-failed" });
  await client.join(roomId, token);
  expect([4501, 4511]).toContain(await client.closeCode());
}

/** kill -9, and waits until another one answers. */
async function killSignaling(): Promise<void> {
  const killed = await signalingPid(lectern);
  process.kill(killed, "SIGKILL");
  await until(async () => (await signalingPid(lectern).catch(() => killed)) !== killed, {
    what: () => "the signaling server to be started again",
    timeoutMs: 20_000,
  });
  const ready = `http://127.0.0.1:${lectern.signalingPort}/readyz`;
  await until(
    () =>
      fetch(ready).then(
        ({ ok }) => ok,
        () => false,
      ),
    {
      what: () => "the signaling server to be ready",
    },
  );
}

async function pageOf(user: ApiUser, path: string): Promise<Page> {
  const page = await (await windowOf(browser, lectern.url, user)).newPage();
  await page.goto(lectern.url + path);
  return page;
}

async function onSocketClose(page: Page, then: () => void): Promise<void> {
  page.on("websocket", (socket) => socket.on("close", then));
}
