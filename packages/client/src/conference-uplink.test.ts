import { describe, expect, test, vi } from "vitest";
import { FakeConnection, type FakeSender, sdpOf } from "./testing/fake-connection.ts";
import { FakeTrack } from "./testing/fake-media.ts";
import { FakeSocket } from "./testing/fake-socket.ts";
import { connectAll, joinAs, person, settle, useFakeBrowser } from "./testing/harness.ts";

const tea = person("teacher-1", "t1");
const ana = person("student-5", "a1");
const ben = person("student-6", "b1");
const large = { width: 640, height: 480 };

useFakeBrowser();

describe("what is sent to somebody", () => {
  test("is not more than they see of it, and nothing while they see nothing", async () => {
    await joinAs(ben, [ana]);
    await bringUp();
    tellViews(0, { camera: { width: 320, height: 240 }, screen: null });
    expect(await pictureTo(0)).toMatchObject({ active: true, scaleResolutionDownBy: 2 });
    tellViews(0, { camera: null, screen: null });
    expect(await pictureTo(0)).toMatchObject({ active: false });
    tellViews(0, { camera: large, screen: null });
    expect(await pictureTo(0)).toMatchObject({ active: true, scaleResolutionDownBy: 1 });
  });

  test("is less when the uplink is found to give less, to a teacher last", async () => {
    await joinAs(ben, [tea, ana]);
    await bringUp(200_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await pictureTo(0)).toMatchObject({ active: true });
    expect(await pictureTo(1)).toMatchObject({ active: false });
  });

  test("is not less because one of the pairs could not be measured in time", async () => {
    await joinAs(ben, [tea, ana, person("student-7", "c1")]);
    await bringUp(200_000);
    FakeConnection.at(2).stats = () => {
      throw new DOMException("too late", "OperationError");
    };
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await pictureTo(1)).toMatchObject({ active: true });
  });

  test("is told to the browser only when it is another than before", async () => {
    await joinAs(ben, [ana]);
    await bringUp();
    await vi.advanceTimersByTimeAsync(5_000);
    const { told } = senderOf(0, "video");
    expect(told).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(told).toHaveLength(1);
  });

  test("is a small picture in a class of seven cameras", async () => {
    const others = [tea, ana, ...["c", "d", "e", "f"].map((id) => person(`student-${id}`, id))];
    await joinAs(ben, others);
    await bringUp(5_000_000);
    tellViews(0, { camera: large, screen: null });
    expect(await pictureTo(0)).toMatchObject({ maxFramerate: 10, scaleResolutionDownBy: 2.67 });
    FakeConnection.at(5).channel.onmessage?.({ data: '{"microphone":true,"camera":false}' });
    tellViews(0, { camera: large, screen: null });
    expect(await pictureTo(0)).toMatchObject({ maxFramerate: 30, scaleResolutionDownBy: 1 });
  });
});

describe("of a picture that keeps to its bound", () => {
  test.each([
    ["with room for more", 2_000_000, "none"],
    ["for which the uplink has no more", 100_000, "upload"],
  ])(
    "%s, the other is told of what holds it down: %d bit/s, %s",
    async (_, availableBps, limit) => {
      await joinAs(ben, [ana]);
      await bringUp(availableBps, "bandwidth");
      tellViews(0, { camera: large, screen: null });
      await vi.advanceTimersByTimeAsync(10_000);
      const { sent } = FakeConnection.at(0).channel;
      const told = sent.filter((text) => text.includes("limit")).map((text) => JSON.parse(text));
      expect(told.at(-1)).toMatchObject({ limit });
    },
  );
});

describe("a student who saves", () => {
  test("sends their picture to the teacher alone, and their sound to all", async () => {
    const conference = await joinAs(ben, [tea, ana]);
    await bringUp();
    conference.setSaver(true);
    expect(conference.state.saver).toBe(true);
    expect(await pictureTo(0)).toMatchObject({ active: true });
    expect(await pictureTo(1)).toMatchObject({ active: false });
    expect(senderOf(1, "audio").told.at(-1)?.encodings).toMatchObject([{ active: true }]);
    conference.setSaver(false);
    expect(await pictureTo(1)).toMatchObject({ active: true });
  });

  test("is offered it once the machine has been at its end for 10 s", async () => {
    const conference = await joinAs(ben, [ana]);
    await bringUp(1_000_000, "cpu");
    await vi.advanceTimersByTimeAsync(9_000);
    expect(conference.state.isOverloaded).toBe(false);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(conference.state.isOverloaded).toBe(true);
    expect(await pictureTo(0)).toMatchObject({ maxFramerate: 10 });
  });
});

test("at which size somebody is shown is told to them when it changes", async () => {
  const conference = await joinAs(ben, [ana]);
  await bringUp();
  const { sent } = FakeConnection.at(0).channel;
  conference.show(ana.id, "camera", large);
  conference.show(ana.id, "camera", large);
  const words = JSON.stringify({ views: { camera: large } });
  expect(sent.filter((text) => text.includes("views"))).toEqual([words]);
});

/** The first offer of a pair is the teacher's. */
function offerFrom(id: string): void {
  const places = ["audio", "video"].map((kind) => ({ receiver: { track: new FakeTrack(kind) } }));
  const payload = { type: "offer", sdp: sdpOf(9, places) };
  FakeSocket.last.receive({ type: "offer", from: id, payload });
}

/** Every call is up with all cameras on, and finds as much room on its way as is said. */
async function bringUp(availableBps = 2_000_000, limit = "none"): Promise<void> {
  if (FakeConnection.all.some(({ transceivers }) => transceivers.length === 0)) offerFrom(tea.id);
  await settle();
  for (const connection of FakeConnection.all) {
    connection.stats = () => statsNow(availableBps, limit);
    connection.channel.open();
    connection.channel.onmessage?.({ data: '{"microphone":true,"camera":true}' });
  }
  await connectAll();
}

function statsNow(availableOutgoingBitrate: number, qualityLimitationReason: string) {
  const timestamp = Date.now();
  const packets = Math.floor((timestamp % 1e9) / 20);
  const entries = [
    { id: "t", type: "transport", timestamp, selectedCandidatePairId: "p" },
    { id: "p", type: "candidate-pair", availableOutgoingBitrate, currentRoundTripTime: 0.04 },
    {
      ...{ id: "v", type: "outbound-rtp", kind: "video", packetsSent: packets },
      ...{ framesEncoded: packets, qualityLimitationReason, targetBitrate: 2_000_000 },
    },
  ];
  return new Map(entries.map((entry) => [entry.id, entry]));
}

function tellViews(index: number, views: object): void {
  FakeConnection.at(index).channel.onmessage?.({ data: JSON.stringify({ views }) });
}

async function pictureTo(index: number): Promise<unknown> {
  await settle();
  return senderOf(index, "video").told.at(-1)?.encodings[0];
}

function senderOf(index: number, kind: string): FakeSender {
  const place = FakeConnection.at(index).transceivers.find(
    ({ receiver }) => receiver.track.kind === kind,
  );
  if (!place) throw new RangeError(`No place for ${kind} in connection ${index}`);
  return place.sender;
}
