import { expect, test } from "vitest";
import { fillTransceivers, placeTracks, replaceTrack } from "./local-tracks.ts";
import { asConnection, FakeConnection } from "./testing/fake-connection.ts";
import { asStream, asTrack, FakeStream, FakeTrack } from "./testing/fake-media.ts";

const sound = new FakeTrack("audio");
const picture = new FakeTrack("video");

test.each([
  ["both", [sound, picture], [sound, picture]],
  ["a microphone", [sound], [sound, null]],
  ["neither", [], [null, null]],
])("placeTracks() makes a place for sound and picture with %s", (_, tracks, senders) => {
  const connection = new FakeConnection();
  placeTracks(asConnection(connection), asStream(new FakeStream(tracks)));
  expect(placesOf(connection)).toEqual([
    ["audio", "sendrecv", senders[0]],
    ["video", "sendrecv", senders[1]],
  ]);
});

test("fillTransceivers() puts the tracks into the places of an offer, empty ones too", async () => {
  const connection = await offered("audio", "video");
  await fillTransceivers(asConnection(connection), asStream(new FakeStream([picture])));
  expect(placesOf(connection)).toEqual([
    ["audio", "sendrecv", null],
    ["video", "sendrecv", picture],
  ]);
});

test("fillTransceivers() sends a track once, whatever is offered", async () => {
  const connection = await offered("video", "video");
  await fillTransceivers(asConnection(connection), asStream(new FakeStream([sound, picture])));
  expect(placesOf(connection)).toEqual([
    ["video", "sendrecv", picture],
    ["video", "recvonly", null],
  ]);
});

test("fillTransceivers() leaves the places of a later offer as they are", async () => {
  const connection = await offered("audio");
  const stream = new FakeStream([sound]);
  await fillTransceivers(asConnection(connection), asStream(stream));
  stream.removeTrack(sound);
  await fillTransceivers(asConnection(connection), asStream(stream));
  expect(placesOf(connection)).toEqual([["audio", "sendrecv", sound]]);
});

test("fillTransceivers() passes over a place that was stopped", async () => {
  const connection = await offered("audio");
  for (const transceiver of connection.transceivers) transceiver.direction = "stopped";
  await fillTransceivers(asConnection(connection), asStream(new FakeStream([sound])));
  expect(placesOf(connection)).toEqual([["audio", "stopped", null]]);
});

test("fillTransceivers() leaves a place of one's own alone that was not offered", async () => {
  const connection = new FakeConnection();
  connection.addTransceiver("video", { direction: "sendonly" });
  await connection.setRemoteDescription({ type: "offer", sdp: "v=0\r\nm=video 9 RTP/AVP 0\r\n" });
  await fillTransceivers(asConnection(connection), asStream(new FakeStream([picture])));
  expect(placesOf(connection)).toEqual([
    ["video", "sendonly", null],
    ["video", "sendrecv", picture],
  ]);
});

test("replaceTrack() exchanges the track of its kind, and may come before there is a place", async () => {
  const connection = new FakeConnection();
  await replaceTrack(asConnection(connection), "video", asTrack(picture));
  placeTracks(asConnection(connection), asStream(new FakeStream([sound])));
  await replaceTrack(asConnection(connection), "video", asTrack(picture));
  await replaceTrack(asConnection(connection), "audio", null);
  expect(placesOf(connection)).toEqual([
    ["audio", "sendrecv", null],
    ["video", "sendrecv", picture],
  ]);
});

async function offered(...kinds: readonly string[]): Promise<FakeConnection> {
  const connection = new FakeConnection();
  const sdp = `v=0\r\n${kinds.map((kind) => `m=${kind} 9 RTP/AVP 0\r\n`).join("")}`;
  await connection.setRemoteDescription({ type: "offer", sdp });
  return connection;
}

function placesOf({ transceivers }: FakeConnection) {
  return transceivers.map(({ receiver, direction, sender }) => [
    receiver.track.kind,
    direction,
    sender.track,
  ]);
}
