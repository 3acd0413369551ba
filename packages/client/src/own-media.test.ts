import { expect, test, vi } from "vitest";
import { OwnMedia } from "./own-media.ts";
import { asStream, asTrack, FakeStream, FakeTrack } from "./testing/fake-media.ts";

test("marks say what goes out", () => {
  const sound = new FakeTrack("audio");
  const media = own(sound);
  expect(media.marks).toEqual({ microphone: true, camera: false });
  media.setEnabled("audio", false);
  expect(sound.enabled).toBe(false);
  expect(media.marks).toEqual({ microphone: false, camera: false });
});

test("what is not there cannot be switched on", () => {
  const media = own();
  media.setEnabled("video", true);
  expect(media.marks.camera).toBe(false);
});

test("a device that is unplugged is off, and told of", () => {
  const picture = new FakeTrack("video");
  const onChange = vi.fn();
  const media = new OwnMedia(asStream(new FakeStream([picture])), onChange);
  picture.end();
  expect(onChange).toHaveBeenCalledOnce();
  expect(media.marks.camera).toBe(false);
});

test.each([true, false])("replace() takes over whether the microphone was on: %s", (wasEnabled) => {
  const media = own(new FakeTrack("audio"));
  media.setEnabled("audio", wasEnabled);
  const next = new FakeTrack("audio");
  media.replace("audio", asTrack(next));
  expect(next.enabled).toBe(wasEnabled);
  expect(media.stream.getTracks()).toEqual([next]);
});

test("replace() turns on what was not there before, and hears when it ends", () => {
  const media = own(new FakeTrack("audio"));
  const picture = new FakeTrack("video");
  media.replace("video", asTrack(picture));
  expect(media.marks).toEqual({ microphone: true, camera: true });
  picture.end();
  expect(media.marks.camera).toBe(false);
});

test("replace() with null takes the track out", () => {
  const media = own(new FakeTrack("audio"), new FakeTrack("video"));
  media.replace("video", null);
  expect(media.marks).toEqual({ microphone: true, camera: false });
});

test("close() hears nothing any more", () => {
  const picture = new FakeTrack("video");
  const onChange = vi.fn();
  const media = new OwnMedia(asStream(new FakeStream([picture])), onChange);
  media.close();
  picture.end();
  expect(onChange).not.toHaveBeenCalled();
});

function own(...tracks: readonly FakeTrack[]): OwnMedia {
  return new OwnMedia(asStream(new FakeStream(tracks)), () => {});
}
