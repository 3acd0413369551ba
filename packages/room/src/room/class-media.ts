import type { Conference } from "@lectern/client/conference";
import { ConferenceError, type ConferenceErrorCode } from "@lectern/client/errors";
import { openLocalMedia } from "@lectern/client/local-media";
import { type MediaKind, tracksOf } from "@lectern/client/local-tracks";
import { isFinal } from "@lectern/client/state";
import { signal } from "@preact/signals";
import { refreshDevices } from "./devices.ts";

/** Why the device that was asked for last could not be opened. */
export const deviceFailure = signal<ConferenceErrorCode | null>(null);

/** What the browser is being asked for; it may ask the person, who takes their time. */
const pending = new Set<MediaKind>();

export interface ClassMedia {
  readonly conference: Conference;
  readonly localStream: MediaStream;
}

/** Turns sound or picture on or off; where there is none yet, asks the browser for a device. */
export async function switchMedia(media: ClassMedia, kind: MediaKind): Promise<void> {
  if (!liveTrack(media, kind)) return takeDevice(media, kind, true);
  const { microphone, camera } = media.conference.state;
  media.conference.setEnabled(kind, kind === "audio" ? !microphone : !camera);
}

/** Sends from another device from now on: a certain one, or any. */
export async function takeDevice(
  media: ClassMedia,
  kind: MediaKind,
  device: string | true,
): Promise<void> {
  if (pending.has(kind)) return;
  pending.add(kind);
  deviceFailure.value = null;
  const old = liveTrack(media, kind);
  // Many phones open one camera at a time.
  if (kind === "video") old?.stop();
  try {
    const track = await openTrack(kind, device);
    if (isFinal(media.conference.state.status)) return track.stop();
    media.conference.replaceTrack(kind, track);
    old?.stop();
  } catch (error) {
    deviceFailure.value = error instanceof ConferenceError ? error.code : "unknown";
    if (old?.readyState === "ended") media.conference.replaceTrack(kind, null);
  } finally {
    pending.delete(kind);
  }
  await refreshDevices();
}

function liveTrack({ localStream }: ClassMedia, kind: MediaKind): MediaStreamTrack | undefined {
  return tracksOf(localStream, kind).find(({ readyState }) => readyState === "live");
}

async function openTrack(kind: MediaKind, device: string | true): Promise<MediaStreamTrack> {
  const stream = await openLocalMedia({
    microphone: kind === "audio" && device,
    camera: kind === "video" && device,
  });
  const [track] = stream.getTracks();
  if (!track) throw new ConferenceError("no-device", `The browser gave no ${kind} track`);
  return track;
}
