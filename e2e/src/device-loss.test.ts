import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openChromium, receivedBy } from "./support/browser.ts";
import { enterRoom, type Person, tileOf, waitForMesh } from "./support/classroom.ts";
import { type Lectern, startLectern, until } from "./support/lectern.ts";
import {
  forbid,
  liveTracks,
  makePluggable,
  muteBySystem,
  plugIn,
  timesAsked,
  unplug,
} from "./support/pluggable.ts";
import { openSchool } from "./support/school.ts";
import type { WireFrame } from "./support/wire.ts";

let lectern: Lectern;
let browser: Browser;
let teacher: Person;
let ana: Person;
const frames: WireFrame[] = [];

beforeAll(async () => {
  lectern = await startLectern();
  browser = await openChromium({
    camera: null,
    args: ["--use-fake-device-for-media-stream=device-count=3,fps=10"],
  });
  const school = await openSchool(lectern);
  const student = await school.newStudent("Ana Kovač");
  const conferenceId = await school.newConference("Physics 7b", [student]);
  const room = { lectern, browser, conferenceId, frames };
  teacher = await enterRoom("Tea Horvat", school.teacher, room);
  ana = await enterRoom(student.name, student.user, { ...room, setUp: makePluggable });
  await waitForMesh([teacher, ana]);
});

afterAll(async () => {
  await browser?.close();
  await lectern?.stop();
});

test("another camera is seen in place of the first, with no offer on the wire", async () => {
  const [first] = await liveTracks(ana.page, "video");
  const before = offers();
  await ana.page.getByRole("button", { name: "Devices" }).click();
  const choice = ana.page.getByRole("combobox", { name: "Camera" });
  // The second one of the fake cameras gives depth, which is no picture.
  await choice.selectOption({ index: 2 });
  const isOther = async () => {
    const [now] = await liveTracks(ana.page, "video");
    return now !== undefined && now.deviceId !== first?.deviceId;
  };
  await until(isOther, { what: () => "the other camera" });
  await grows("framesDecoded");
  expect(offers()).toBe(before);
  await ana.page.getByRole("button", { name: "Done" }).click();
});

test("what the browser does to the sound changes without an offer", async () => {
  const before = offers();
  await ana.page.getByRole("button", { name: "Devices" }).click();
  await ana.page.getByRole("checkbox", { name: "Suppress noise" }).uncheck();
  const isPlain = async () =>
    (await liveTracks(ana.page, "audio")).every(({ noiseSuppression }) => !noiseSuppression);
  await until(isPlain, { what: () => "a microphone without it" });
  await grows("audioBytes");
  expect(offers()).toBe(before);
  await ana.page.getByRole("button", { name: "Done" }).click();
});

test("an unplugged microphone is replaced and taken again when it is back, and the class hears on", async () => {
  const before = offers();
  const id = await unplug(ana.page, "audio");
  await says(/was unplugged\. .* is used in its place/);
  await grows("audioBytes");
  await plugIn(ana.page, id);
  await says(/is plugged in again, and is used as before/);
  expect((await liveTracks(ana.page, "audio")).map(({ deviceId }) => deviceId)).toEqual([id]);
  await grows("audioBytes");
  expect(offers()).toBe(before);
});

test("what was switched off stays off, unplugged and plugged in again", async () => {
  await ana.page.getByRole("button", { name: "Camera", pressed: true }).click();
  await tileOf(teacher.page, ana.name).getByLabel("Camera off").waitFor();
  const before = await timesAsked(ana.page);
  const id = await unplug(ana.page, "video");
  await plugIn(ana.page, id);
  // The microphone goes the same way, and is told of: by then the camera has been looked at.
  const microphone = await unplug(ana.page, "audio");
  await says(/is used in its place/);
  expect(await timesAsked(ana.page)).toBe(before + 1);
  expect(await liveTracks(ana.page, "video")).toEqual([]);
  await plugIn(ana.page, microphone);
  await ana.page.getByRole("button", { name: "Camera", pressed: false }).click();
  await tileOf(teacher.page, ana.name).getByLabel("Camera off").waitFor({ state: "detached" });
  await grows("framesDecoded");
});

test("a microphone that the system muted is shown, and is on again when Ana says so", async () => {
  await muteBySystem(ana.page, "audio", true);
  await says(/has muted your microphone/);
  await tileOf(ana.page, ana.name).getByText("Microphone muted by the system").waitFor();
  await tileOf(teacher.page, ana.name).getByLabel("Microphone off").waitFor();
  await muteBySystem(ana.page, "audio", false);
  await says(/stays off until you turn it on/);
  expect((await liveTracks(ana.page, "audio")).map(({ enabled }) => enabled)).toEqual([false]);
  await ana.page.getByRole("button", { name: "Turn on again" }).click();
  await tileOf(teacher.page, ana.name).getByLabel("Microphone off").waitFor({ state: "detached" });
  await grows("audioBytes");
});

test("a permission that is taken away in the middle of the call is asked for by Ana only", async () => {
  await forbid(ana.page, true);
  await says(/Your camera was taken away/);
  const before = await timesAsked(ana.page);
  await forbid(ana.page, false);
  await ana.page.evaluate(() => navigator.mediaDevices.dispatchEvent(new Event("devicechange")));
  await tileOf(teacher.page, ana.name).getByLabel("Camera off").waitFor();
  expect(await timesAsked(ana.page)).toBe(before);
  await ana.page.getByRole("button", { name: "Turn on again" }).last().click();
  await tileOf(teacher.page, ana.name).getByLabel("Camera off").waitFor({ state: "detached" });
  expect(await timesAsked(ana.page)).toBe(before + 1);
  await tileOf(teacher.page, ana.name).getByLabel("Microphone off").waitFor();
  await grows("framesDecoded");
});

test("a page that is loaded anew asks for nothing that was off, and knows what was chosen for the sound", async () => {
  await ana.page.getByRole("button", { name: "Camera", pressed: true }).click();
  await ana.page.reload();
  await tileOf(ana.page, ana.name).getByLabel("Camera off").waitFor();
  await tileOf(ana.page, teacher.name).waitFor();
  expect(await timesAsked(ana.page)).toBe(0);
  await ana.page.getByRole("button", { name: "Devices" }).click();
  expect(await ana.page.getByRole("checkbox", { name: "Suppress noise" }).isChecked()).toBe(false);
});

test("a camera that is gone when the page is loaded anew gives way to another", async () => {
  await ana.page.getByRole("button", { name: "Done" }).click();
  await ana.page.getByRole("button", { name: "Camera", pressed: false }).click();
  await tileOf(ana.page, ana.name).getByLabel("Camera off").waitFor({ state: "detached" });
  await ana.page.evaluate(forgetCamera);
  await ana.page.reload();
  await ana.page.getByRole("button", { name: "Camera", pressed: true }).waitFor();
  await grows("framesDecoded");
});

/** What is kept of the camera when the page ends will be the id of one that is not there. */
function forgetCamera(): void {
  addEventListener("pagehide", () => {
    const key = Object.keys(sessionStorage).find((name) => name.startsWith("lectern.place."));
    const place = JSON.parse(sessionStorage.getItem(key ?? "") ?? "{}");
    sessionStorage.setItem(key ?? "", JSON.stringify({ ...place, camera: "unplugged" }));
  });
}

function says(words: RegExp): Promise<void> {
  return ana.page.locator(".banners").getByText(words).first().waitFor();
}

function offers(): number {
  return frames.filter(({ type }) => type === "offer").length;
}

/** Waits until more and more of Ana is there at the teacher. */
async function grows(member: "framesDecoded" | "audioBytes"): Promise<void> {
  const read = async () =>
    (await receivedBy(teacher.page)).reduce((sum, media) => sum + media[member], 0);
  const before = await read();
  await until(async () => (await read()) > before, {
    what: () => `${member} at the teacher`,
    timeoutMs: 20_000,
  });
}
