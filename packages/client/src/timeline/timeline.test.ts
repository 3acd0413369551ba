import { describe, expect, test } from "vitest";
import type { ConferenceState, RemoteParticipant } from "../state.ts";
import { person } from "../testing/harness.ts";
import { Timeline } from "./timeline.ts";
import { eventsBetween } from "./timeline-event.ts";

const ana = remote("student-5");
const ben = remote("student-6");
const empty: ConferenceState = {
  status: { type: "joined" },
  self: person("teacher-1"),
  participants: [],
  chat: [],
  reports: [],
  allowsScreens: null,
  microphone: true,
  camera: false,
  saver: false,
  isOverloaded: false,
};

describe("eventsBetween()", () => {
  test("nothing has happened where only figures are others", () => {
    const before = { ...empty, participants: [{ ...ana, link: link(20) }] };
    const now = { ...empty, participants: [{ ...ana, link: link(90) }] };
    expect(eventsBetween(before, now)).toEqual([]);
  });

  test("tells who came and went, and how the pairs stand", () => {
    const before = { ...empty, participants: [ana] };
    const now = { ...empty, participants: [{ ...ben, microphone: true, link: link(20) }] };
    expect(eventsBetween(before, now)).toEqual([
      { type: "went", who: ana.id },
      { type: "came", who: ben.id },
      { type: "pair", who: ben.id, state: "connected", mending: null },
      { type: "marks", who: ben.id, microphone: true, camera: null },
      {
        type: "link",
        who: ben.id,
        quality: "good",
        cause: null,
        sound: "flowing",
        picture: "off",
        path: "direct",
      },
    ]);
  });

  test("tells how oneself stands: by a code, and without the sentence to it", () => {
    const status = { type: "stopped", code: "removed", message: "A teacher removed you" } as const;
    expect(eventsBetween(empty, { ...empty, status, camera: true })).toEqual([
      { type: "status", status: "stopped", code: "removed" },
      { type: "own-media", microphone: true, camera: true },
    ]);
  });
});

describe("Timeline", () => {
  test("counts from the start, and names nobody", () => {
    const timeline = new Timeline(1_000);
    timeline.note({ type: "came", who: ben.id }, 1_500);
    timeline.note({ type: "came", who: ana.id }, 2_000);
    timeline.note({ type: "pair", who: ben.id, state: "failed", mending: null }, 2_500);
    expect(timeline.report()).toEqual({
      version: 1,
      startedAt: 1_000,
      dropped: 0,
      events: [
        { at: 500, type: "came", who: "P1" },
        { at: 1_000, type: "came", who: "P2" },
        { at: 1_500, type: "pair", who: "P1", state: "failed", mending: null },
      ],
    });
  });

  test("keeps the newest 4000, and says how many it let go", () => {
    const timeline = new Timeline(0);
    for (let at = 0; at < 4_003; at += 1) timeline.note({ type: "page", event: "online" }, at);
    const { dropped, events } = timeline.report();
    expect([dropped, events.length, events[0]?.at]).toEqual([3, 4_000, 3]);
  });
});

function remote(id: string): RemoteParticipant {
  const media = {
    stream: null,
    screen: null,
    allowsScreens: null,
    mending: null,
    microphone: null,
    camera: null,
    link: null,
  } as const;
  return { ...person(id), ...media, connection: "connected" };
}

function link(rttMs: number): RemoteParticipant["link"] {
  const arrives = { audio: true, video: false };
  return {
    quality: "good",
    cause: null,
    sound: "flowing",
    picture: "off",
    figures: {
      path: "direct",
      rttMs,
      lossPercent: 0,
      jitterMs: 1,
      receivedKbps: 40,
      sentKbps: 40,
      size: null,
      framesPerSecond: 0,
      arrives,
      leaves: arrives,
      isCameraMoving: true,
      limit: "none",
      targetBps: null,
      wayOut: { availableBps: null, packets: 0, lost: 0 },
      loudness: 0,
    },
  };
}
