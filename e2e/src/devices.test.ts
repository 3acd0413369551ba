import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium, receivedBy } from "./support/browser.ts";
import { enterRoom, type Person, tileOf } from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import { openSchool } from "./support/school.ts";

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
  const room = { lectern, browser, conferenceId, frames: [] };
  teacher = await enterRoom("Tea Horvat", school.teacher, room);
  ana = await enterRoom(student.name, student.user, {
    ...room,
    prepare: (page) => page.getByRole("button", { name: "Camera on" }).click(),
  });
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("who came in without a camera turns one on in the class, with no new negotiation", async () => {
  const tile = tileOf(teacher.page, ana.name);
  await tile.getByLabel("Camera off").waitFor();
  await ana.page.getByRole("button", { name: "Camera", pressed: false }).click();
  await tile.getByLabel("Camera off").waitFor({ state: "detached" });
  await until(() => growsAtTeacher("framesDecoded"), {
    what: () => "Ana's picture at the teacher",
  });
});

test("another microphone is heard in place of the first, which is let go", async () => {
  await ana.page.getByRole("button", { name: "Devices" }).click();
  const choice = ana.page.getByRole("combobox", { name: "Microphone" });
  const before = await choice.inputValue();
  const others = await choice
    .locator("option")
    .evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value));
  const other = others.find((id) => id !== before && id !== "");
  if (!other) throw new RangeError("Cannot choose: the browser offers one microphone only");
  await choice.selectOption(other);
  await until(async () => (await choice.inputValue()) === other, { what: () => "the new choice" });
  await ana.page.getByRole("button", { name: "Done" }).click();
  expect(await devicesInUse()).toEqual([other]);
  await until(() => growsAtTeacher("audioBytes"), { what: () => "Ana's sound at the teacher" });
});

let last = 0;

async function growsAtTeacher(member: "framesDecoded" | "audioBytes"): Promise<boolean> {
  const [media] = await receivedBy(teacher.page);
  const now = media?.[member] ?? 0;
  const grows = now > last && last > 0;
  last = now;
  return grows;
}

/** The microphones that Ana's page sends from. */
function devicesInUse(): Promise<readonly (string | undefined)[]> {
  return ana.page.evaluate(() => {
    const all = Reflect.get(window, "peerConnections") as readonly RTCPeerConnection[];
    return all
      .flatMap((connection) => connection.getSenders())
      .filter(({ track }) => track?.kind === "audio" && track.readyState === "live")
      .map(({ track }) => track?.getSettings().deviceId);
  });
}
