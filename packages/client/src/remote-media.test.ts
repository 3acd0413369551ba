import { expect, test, vi } from "vitest";
import { RemoteMedia } from "./remote-media.ts";
import { asStream, asTrack, FakeStream, FakeTrack } from "./testing/fake-media.ts";

test("there is a stream as soon as there is a track", () => {
  const media = new RemoteMedia(asStream(new FakeStream()), () => {});
  expect(media.stream).toBeNull();
  media.set([asTrack(new FakeTrack("audio"))]);
  expect(media.stream?.getTracks()).toHaveLength(1);
});

test("other tracks take the place of those that there were, which are not heard of any more", () => {
  const onChange = vi.fn();
  const media = new RemoteMedia(asStream(new FakeStream()), onChange);
  const [first, second] = [new FakeTrack("video"), new FakeTrack("video")];
  media.set([asTrack(first)]);
  media.set([asTrack(second)]);
  media.set([asTrack(second)]);
  expect(media.stream?.getTracks()).toEqual([second]);
  expect(onChange).toHaveBeenCalledTimes(2);
  first.mute();
  expect(onChange).toHaveBeenCalledTimes(2);
});

test("there is no stream any more when nothing is left in it", () => {
  const media = new RemoteMedia(asStream(new FakeStream()), () => {});
  media.set([asTrack(new FakeTrack("audio"))]);
  media.set([]);
  expect(media.stream).toBeNull();
});

test("a closed one has no track any more, and hears of none: who keeps a track would keep it, too", () => {
  const onChange = vi.fn();
  const media = new RemoteMedia(asStream(new FakeStream()), onChange);
  const track = new FakeTrack("audio");
  media.set([asTrack(track)]);
  media.close();
  media.close();
  expect(media.stream).toBeNull();
  expect([track.onmute, track.onunmute]).toEqual([null, null]);
  expect(onChange).toHaveBeenCalledTimes(1);
});

test("none -> no packet yet -> arriving -> muted: false, unknown, true, false", () => {
  const onChange = vi.fn();
  const media = new RemoteMedia(asStream(new FakeStream()), onChange);
  const track = new FakeTrack("audio", { muted: true });
  expect(media.isArriving("audio")).toBe(false);
  media.set([asTrack(track)]);
  expect(media.isArriving("audio")).toBeNull();
  track.unmute();
  expect(media.isArriving("audio")).toBe(true);
  track.mute();
  expect(media.isArriving("audio")).toBe(false);
  expect(onChange).toHaveBeenCalledTimes(3);
});
