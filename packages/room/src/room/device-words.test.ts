import type { DeviceState } from "@lectern/client/device-state";
import { expect, test } from "vitest";
import { deviceWords, shortDeviceWords } from "./device-words.ts";

const headset = { id: "h", kind: "audioinput", groupId: "", label: "Headset" } as const;
const laptop = { ...headset, id: "l", label: "Laptop" } as const;
const quiet: DeviceState = {
  kind: "audioinput",
  use: { type: "open", device: laptop },
  wanted: headset,
  devices: [],
  news: null,
};
const open = { type: "open", device: laptop } as const;

test.each<[string, Partial<DeviceState>, string | null]>([
  ["nothing that happened", { use: open }, null],
  ["nothing that is open", { use: { type: "none" } }, null],
  [
    "another one in its place",
    { use: open, news: { type: "fell-back", lost: headset, device: laptop } },
    "Headset was unplugged. Laptop is used in its place.",
  ],
  [
    "one without a name in its place",
    { use: open, news: { type: "fell-back", lost: headset, device: { ...laptop, label: "" } } },
    "Headset was unplugged. Another microphone is used in its place.",
  ],
  [
    "the same one again",
    { use: open, news: { type: "returned", device: headset } },
    "Headset is plugged in again, and is used as before.",
  ],
])("deviceWords() for %s", (_, changes, text) => {
  const words = deviceWords({ ...quiet, ...changes }, "microphone");
  expect(words && [words.text, words.needsConsent]).toEqual(text && [text, false]);
});

test.each<[DeviceState["use"], RegExp, string]>([
  [
    { type: "held", device: laptop, isFree: false },
    /has muted your camera/,
    "Camera muted by the system",
  ],
  [
    { type: "held", device: laptop, isFree: true },
    /stays off until you turn it on/,
    "Camera can be used again",
  ],
  [{ type: "ended", device: laptop, at: 0 }, /was taken away/, "Camera was taken away"],
  [{ type: "missing" }, /There is no other one/, "Camera was unplugged"],
])("deviceWords() of %j ask for consent", (use, text, short) => {
  const words = deviceWords({ ...quiet, use }, "camera");
  expect(words?.text).toMatch(text);
  expect(words?.needsConsent).toBe(true);
  expect(shortDeviceWords({ ...quiet, use }, "camera")).toBe(short);
});
