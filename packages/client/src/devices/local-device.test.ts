import { expect, test, vi } from "vitest";
import { ConferenceError } from "../errors.ts";
import type { Device } from "../local-media.ts";
import { OwnMedia } from "../own-media.ts";
import { asStream, asTrack, FakeStream, FakeTrack } from "../testing/fake-media.ts";
import { LocalDevice } from "./local-device.ts";

const headset: Device = { id: "headset", kind: "audioinput", groupId: "h", label: "Headset" };
const laptop: Device = { id: "laptop", kind: "audioinput", groupId: "l", label: "Laptop" };

test("a headset that is unplugged is replaced, and taken again when it is back", async () => {
  const { device, desk, sent } = await setUp();
  desk.devices = [laptop];
  sent().end();
  await vi.waitFor(() => expect(device.state.use).toEqual({ type: "open", device: laptop }));
  expect(device.state.news).toEqual({ type: "fell-back", lost: headset, device: laptop });
  expect(sent().enabled).toBe(true);
  desk.devices = [laptop, headset];
  await device.look();
  await vi.waitFor(() => expect(device.state.use).toEqual({ type: "open", device: headset }));
  expect(desk.opened).toEqual(["laptop", "headset"]);
});

test("nothing is opened in place of what was switched off", async () => {
  const { device, desk, media, sent } = await setUp();
  media.setEnabled("audio", false);
  desk.devices = [laptop];
  sent().end();
  await device.look();
  desk.devices = [laptop, headset];
  await device.look();
  expect(desk.opened).toEqual([]);
});

test("what the system mutes is off until the person turns it on, whatever the system does", async () => {
  const { device, desk, sent } = await setUp();
  sent().mute();
  expect(sent().enabled).toBe(false);
  sent().unmute();
  await device.look();
  expect(sent().enabled).toBe(false);
  device.switch();
  expect(sent().enabled).toBe(true);
  expect(desk.opened).toEqual([]);
});

test("what the system took away is opened when the person asks, and is on then", async () => {
  const { device, desk, media, sent } = await setUp();
  sent().end();
  await device.look();
  expect([media.marks.microphone, desk.opened]).toEqual([false, []]);
  device.switch();
  await vi.waitFor(() => expect(media.marks.microphone).toBe(true));
  expect(desk.opened).toEqual(["headset"]);
});

test("another one that is chosen while it is off stays off, and the first is let go", async () => {
  const { device, media, sent } = await setUp();
  media.setEnabled("audio", false);
  const first = sent();
  device.choose("laptop");
  await vi.waitFor(() => expect(device.state.use).toEqual({ type: "open", device: laptop }));
  expect([first.readyState, sent().enabled]).toEqual(["ended", false]);
});

test("a failure is told, and what goes on is kept", async () => {
  const { device, desk, sent, onFailed } = await setUp();
  desk.refuses = new ConferenceError("device-busy", "no");
  device.choose("laptop");
  await vi.waitFor(() => expect(onFailed).toHaveBeenCalledWith("device-busy"));
  expect(device.state.use).toEqual({ type: "open", device: headset });
  expect(sent().readyState).toBe("live");
});

test("reopen() lets the device go before it is asked for again", async () => {
  const { device, desk, sent } = await setUp();
  const first = sent();
  desk.beforeOpen = () => expect(first.readyState).toBe("ended");
  await device.look();
  device.reopen();
  await vi.waitFor(() => expect(desk.opened).toEqual(["headset"]));
});

test("close() hears nothing any more", async () => {
  const { device, desk, sent } = await setUp();
  device.close();
  desk.devices = [laptop];
  sent().end();
  await device.look();
  expect(desk.opened).toEqual([]);
});

/** Somebody with a headset on, and a laptop that has a microphone of its own. */
async function setUp() {
  const stream = asStream(new FakeStream([new FakeTrack("audio", { deviceId: "headset" })]));
  const media = new OwnMedia(stream, () => {});
  const desk = {
    devices: [headset, laptop] as readonly Device[],
    opened: [] as (string | null)[],
    refuses: null as ConferenceError | null,
    beforeOpen: () => {},
  };
  const onFailed = vi.fn();
  const device = new LocalDevice({
    kind: "audio",
    stream,
    replaceTrack: (track) => media.replace("audio", track),
    setEnabled: (isEnabled) => media.setEnabled("audio", isEnabled),
    open: async (id) => {
      if (desk.refuses) throw desk.refuses;
      desk.beforeOpen();
      desk.opened.push(id);
      return asTrack(new FakeTrack("audio", { deviceId: id ?? "laptop" }));
    },
    list: async () => desk.devices,
    now: () => 1_000,
    onChange: () => {},
    onFailed,
  });
  await vi.waitFor(() => expect(device.state.wanted).toEqual(headset));
  const sent = () => stream.getTracks()[0] as unknown as FakeTrack;
  return { device, desk, media, sent, onFailed };
}
