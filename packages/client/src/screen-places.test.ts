import { expect, test } from "vitest";
import { ScreenPlaces } from "./screen-places.ts";
import { asConnection, FakeConnection } from "./testing/fake-connection.ts";
import { asStream, FakeStream, FakeTrack } from "./testing/fake-media.ts";

test("a screen gets a place for each of its tracks, which only sends", async () => {
  const { screens, connection } = begin();
  const { stream, picture } = screen();
  await screens.show(asStream(stream));
  expect(placesOf(connection)).toEqual([["video", "sendonly", picture]]);
});

test("a place is used again: sharing ten times makes no more of them", async () => {
  const { screens, connection } = begin();
  const { stream, picture, sound } = screen();
  stream.addTrack(sound);
  for (let times = 0; times < 10; times += 1) {
    await screens.show(asStream(screen().stream));
    await screens.show(null);
  }
  expect(placesOf(connection)).toEqual([["video", "inactive", null]]);
  await screens.show(asStream(stream));
  expect(placesOf(connection)).toEqual([
    ["video", "sendonly", picture],
    ["audio", "sendonly", sound],
  ]);
});

test("the sound of the screen before does not go on under the next one", async () => {
  const { screens, connection } = begin();
  const { stream, sound } = screen();
  stream.addTrack(sound);
  await screens.show(asStream(stream));
  const next = screen();
  await screens.show(asStream(next.stream));
  expect(placesOf(connection)).toEqual([
    ["audio", "inactive", null],
    ["video", "sendonly", next.picture],
  ]);
});

test("a place that the other end has refused is not used again", async () => {
  const { screens, connection } = begin();
  await screens.show(asStream(screen().stream));
  for (const transceiver of connection.transceivers) transceiver.direction = "stopped";
  const next = screen();
  await screens.show(asStream(next.stream));
  expect(placesOf(connection).at(-1)).toEqual(["video", "sendonly", next.picture]);
});

test("no screen makes no place", async () => {
  const { screens, connection } = begin();
  await screens.show(null);
  expect(placesOf(connection)).toEqual([]);
});

function begin() {
  const connection = new FakeConnection();
  return { connection, screens: new ScreenPlaces(asConnection(connection)) };
}

function screen() {
  const picture = new FakeTrack("video");
  return { picture, sound: new FakeTrack("audio"), stream: new FakeStream([picture]) };
}

function placesOf({ transceivers }: FakeConnection) {
  return transceivers.map(({ receiver, direction, sender }) => [
    receiver.track.kind,
    direction,
    sender.track,
  ]);
}
