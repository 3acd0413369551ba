import { expect, test } from "vitest";
import { receivedTracks } from "./received-tracks.ts";
import { asTrack, FakeTrack } from "./testing/fake-media.ts";

test.each([
  ["sound and picture, just offered", ["audio:null", "video:null"], [[0, 1], []]],
  ["and agreed on", ["audio:sendrecv", "video:recvonly"], [[0, 1], []]],
  ["a screen beside them", ["audio:sendrecv", "video:sendrecv", "video:recvonly"], [[0, 1], [2]]],
  [
    "a screen with sound, its places in another order",
    ["audio:sendrecv", "video:sendrecv", "video:recvonly", "audio:recvonly"],
    [
      [0, 1],
      [3, 2],
    ],
  ],
  ["an own screen", ["video:sendonly", "audio:sendrecv", "video:sendrecv"], [[1, 2], []]],
  ["a screen that has ended", ["audio:sendrecv", "video:sendrecv", "video:inactive"], [[0, 1], []]],
  ["a camera in another place than before", ["video:inactive", "video:recvonly"], [[1], []]],
  ["a place that was refused", ["audio:stopped", "video:sendrecv"], [[1], []]],
] as const)("receivedTracks() knows %s", (_, places, [person, screen]) => {
  const transceivers = places.map(placeOf);
  const tracks = transceivers.map(({ receiver }) => receiver.track);
  expect(receivedTracks(transceivers, new Set(tracks))).toEqual({
    person: person.map((at) => tracks[at]),
    screen: screen.map((at) => tracks[at]),
  });
});

test("receivedTracks() passes over a place of one's own that nothing was announced for", () => {
  const [screen, camera] = ["video:null", "video:null"].map(placeOf);
  if (!screen || !camera) throw new RangeError("Cannot go on without places");
  const announced = new Set([camera.receiver.track]);
  expect(receivedTracks([screen, camera], announced).person).toEqual([camera.receiver.track]);
});

/** @param text `video:recvonly`: the kind and the present direction */
function placeOf(text: string): RTCRtpTransceiver {
  const [kind = "", direction] = text.split(":");
  const track = asTrack(new FakeTrack(kind));
  const currentDirection = direction === "null" ? null : direction;
  return { receiver: { track }, currentDirection } as unknown as RTCRtpTransceiver;
}
