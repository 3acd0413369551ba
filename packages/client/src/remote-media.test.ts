import { expect, test, vi } from "vitest";
import { RemoteMedia } from "./remote-media.ts";
import { asStream, asTrack, FakeStream, FakeTrack } from "./testing/fake-media.ts";

test("there is a stream as soon as there is a track", () => {
  const media = new RemoteMedia(asStream(new FakeStream()), () => {});
  expect(media.stream).toBeNull();
  media.add(asTrack(new FakeTrack("audio")));
  expect(media.stream?.getTracks()).toHaveLength(1);
});

test("a second track of a kind takes the place of the first", () => {
  const media = new RemoteMedia(asStream(new FakeStream()), () => {});
  const second = new FakeTrack("video");
  media.add(asTrack(new FakeTrack("video")));
  media.add(asTrack(second));
  expect(media.stream?.getTracks()).toEqual([second]);
});

test("none -> no packet yet -> arriving -> muted: false, unknown, true, false", () => {
  const onChange = vi.fn();
  const media = new RemoteMedia(asStream(new FakeStream()), onChange);
  const track = new FakeTrack("audio", { muted: true });
  expect(media.isArriving("audio")).toBe(false);
  media.add(asTrack(track));
  expect(media.isArriving("audio")).toBeNull();
  track.unmute();
  expect(media.isArriving("audio")).toBe(true);
  track.mute();
  expect(media.isArriving("audio")).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(3);
});
