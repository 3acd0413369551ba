import { describe, expect, test } from "vitest";
import type { Device } from "../local-media.ts";
import type { DeviceEvent, DeviceState, DeviceUse } from "./device-state.ts";
import { beginDevice, step } from "./step.ts";

const headset = device("headset", "Headset");
const laptop = device("laptop", "Laptop");
const desk = device("desk", "Desk");
const hidden = device("", "");
const open: DeviceState = { ...beginDevice("audioinput", headset), devices: [headset, laptop] };
const now = 10_000;

const allowed = { type: "open", device: headset } as const;
const held = { type: "held", device: headset, isFree: false } as const;
const free = { type: "held", device: headset, isFree: true } as const;
const ended = { type: "ended", device: headset, at: now } as const;
const taken = { type: "ended", device: headset, at: Number.NEGATIVE_INFINITY } as const;
const missing = { type: "missing" } as const;
const none = { type: "none" } as const;
const falling = { type: "opening", why: { type: "fallback", lost: headset }, from: none } as const;
const onLaptop = { type: "open", device: laptop } as const;

const isOn = true;
const ends: DeviceEvent = { type: "ended", isOn, now };
const press: DeviceEvent = { type: "switch", isOn: false, isMuted: false };
const chooseDesk: DeviceEvent = { type: "choose", id: "desk" };

describe("step(): what is there", () => {
  test.each<[string, DeviceUse, DeviceEvent, DeviceUse["type"], unknown[]]>([
    ["open -> unplugged: another", allowed, list([laptop]), "opening", [opens("laptop")]],
    ["open -> unplugged, the last one: missing", allowed, list([]), "missing", []],
    ["open -> unplugged while it is off: none", allowed, list([laptop], false), "none", []],
    ["open -> another is plugged in: the same", allowed, list([headset, desk]), "open", []],
    ["open -> its names are hidden: the same", allowed, list([hidden]), "open", []],
    ["ended -> not in the list: another", ended, list([laptop]), "opening", [opens("laptop")]],
    ["ended -> still in the list: waits", ended, list([headset, laptop]), "ended", []],
    ["ended -> no permission any more: waits", ended, list([hidden]), "ended", []],
    [
      "ended -> unplugged much later: waits",
      ended,
      list([laptop], true, now + 60_000),
      "ended",
      [],
    ],
    ["taken away -> unplugged: waits", taken, list([laptop]), "ended", []],
    [
      "missing -> the same again: opens it",
      missing,
      list([headset]),
      "opening",
      [opens("headset")],
    ],
    ["missing -> another one: waits", missing, list([laptop]), "missing", []],
    [
      "another in its place -> the same again",
      onLaptop,
      list([laptop, headset]),
      "opening",
      [opens("headset")],
    ],
    ["held -> unplugged: waits", held, list([laptop]), "held", []],
    ["none -> whatever is plugged in: none", none, list([headset, laptop]), "none", []],
  ])("%s", (_, use, event, type, effects) => {
    const after = step({ ...open, use }, event);
    expect([after.state.use.type, after.effects]).toEqual([type, effects]);
  });

  test("a device that has another id when it is back is known by its label", () => {
    const renamed = device("headset-2", "Headset");
    const { effects } = step({ ...open, use: onLaptop }, list([laptop, renamed]));
    expect(effects).toEqual([opens("headset-2")]);
  });

  test("a second device of the same label is not taken for the first one come back", () => {
    const twin = device("headset-2", "Headset");
    const use = { type: "open", device: twin } as const;
    expect(step({ ...open, use }, list([twin])).effects).toEqual([]);
  });

  test("what the system calls default is another device when its group is another", () => {
    const byDefault = (groupId: string) => ({ ...device("default", "Default"), groupId });
    const state = beginDevice("audioinput", byDefault("headset"));
    const { state: after, effects } = step(state, list([byDefault("laptop")]));
    expect(effects).toEqual([opens("default")]);
    const fallen = step(after, { type: "opened", device: byDefault("laptop") }).state;
    const back = step(fallen, list([byDefault("headset")])).state;
    expect(back.use).toMatchObject({ type: "opening", why: { type: "return" } });
  });
});

describe("step(): what the system does", () => {
  test.each<[string, DeviceUse, DeviceEvent, DeviceUse, unknown[]]>([
    ["open -> ended: waits for the list", allowed, ends, ended, []],
    ["open -> ended while it is off: none", allowed, { ...ends, isOn: false }, none, []],
    ["open -> muted: is switched off", allowed, { type: "muted", isOn }, held, [enables(false)]],
    [
      "open -> muted while it is off: the same",
      allowed,
      { type: "muted", isOn: false },
      allowed,
      [],
    ],
    ["held -> unmuted: stays off", held, { type: "unmuted" }, free, []],
    ["held -> ended: waits for the person", held, { ...ends, isOn: false }, taken, []],
  ])("%s", (_, use, event, after, effects) => {
    const { state, effects: done } = step({ ...open, use }, event);
    expect([state.use, done]).toEqual([after, effects]);
  });
});

describe("step(): what the person does", () => {
  test.each<[string, DeviceUse, DeviceEvent, DeviceUse["type"], unknown[]]>([
    ["open -> off", allowed, { ...press, isOn: true }, "open", [enables(false)]],
    ["open -> on", allowed, press, "open", [enables(true)]],
    [
      "open -> on, but muted by the system: opens it anew",
      allowed,
      { ...press, isMuted: true },
      "opening",
      [opens("headset")],
    ],
    ["held and free -> on", free, press, "open", [enables(true)]],
    ["held -> on: opens it anew", held, { ...press, isMuted: true }, "opening", [opens("headset")]],
    ["ended -> on", ended, press, "opening", [opens("headset")]],
    ["missing -> on: whatever there is", missing, press, "opening", [opens("headset")]],
    ["opening -> on: is about to", falling, press, "opening", []],
    ["held -> leaves it", held, { type: "dismiss" }, "open", []],
    ["ended -> leaves it", ended, { type: "dismiss" }, "none", []],
    ["missing -> leaves it", missing, { type: "dismiss" }, "none", []],
    ["open -> another", allowed, chooseDesk, "opening", [opens("desk")]],
    ["opening -> another: one after the other", falling, chooseDesk, "opening", []],
  ])("%s", (_, use, event, type, effects) => {
    const after = step({ ...open, use }, event);
    expect([after.state.use.type, after.effects]).toEqual([type, effects]);
  });
});

describe("step(): what came of opening", () => {
  test("one in place of another is told of, and the other still wanted", () => {
    const { state } = step({ ...open, use: falling }, { type: "opened", device: laptop });
    expect(state).toMatchObject({
      use: onLaptop,
      wanted: headset,
      news: { type: "fell-back", lost: headset, device: laptop },
    });
  });

  test("the same one again is told of", () => {
    const use = { type: "opening", why: { type: "return" }, from: onLaptop } as const;
    const { state, effects } = step({ ...open, use }, { type: "opened", device: headset });
    expect(state).toMatchObject({ use: allowed, news: { type: "returned", device: headset } });
    expect(effects).toEqual([]);
  });

  test.each([
    [allowed, []],
    [none, [enables(true)]],
    [ended, [enables(true)]],
  ])("one that was chosen in place of %j: %j", (from, effects) => {
    const use = { type: "opening", why: { type: "chosen" }, from } as const;
    const after = step({ ...open, use }, { type: "opened", device: desk });
    expect(after).toMatchObject({ state: { use: { device: desk }, wanted: desk }, effects });
  });

  test("one that was asked for is switched on", () => {
    const use = { type: "opening", why: { type: "asked" }, from: ended } as const;
    const { state, effects } = step({ ...open, use }, { type: "opened", device: laptop });
    expect([state.use, state.wanted, effects]).toEqual([onLaptop, headset, [enables(true)]]);
  });

  test.each<[string, DeviceUse, boolean, DeviceUse]>([
    ["the old one goes on", asked(allowed), true, allowed],
    ["the old one was let go", asked(allowed), false, none],
    ["there was none", asked(none), false, none],
    ["it is still taken away", asked(ended), false, ended],
    ["no other is to be had", falling, false, missing],
  ])("a failure: %s", (_, use, stillOpen, after) => {
    const failed = { type: "failed", code: "device-busy", isOpen: stillOpen } as const;
    expect(step({ ...open, use }, failed).state.use).toEqual(after);
  });

  test("a permission that is gone is asked for by the person only", () => {
    const failed = { type: "failed", code: "permission-denied", isOpen: false } as const;
    const { state } = step({ ...open, use: falling }, failed);
    expect(state.use).toEqual(taken);
    expect(step(state, list([headset, laptop])).effects).toEqual([]);
  });
});

function device(id: string, label: string): Device {
  return { id, kind: "audioinput", groupId: "", label };
}

function list(devices: readonly Device[], on = true, at = now): DeviceEvent {
  return { type: "listed", devices, isOn: on, now: at };
}

function asked(from: typeof allowed | typeof none | typeof ended): DeviceUse {
  return { type: "opening", why: { type: "asked" }, from };
}

function opens(id: string) {
  return { type: "open", id };
}

function enables(on: boolean) {
  return { type: "enable", isOn: on };
}
