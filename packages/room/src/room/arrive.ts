import { deviceFailure } from "./devices.ts";
import { takePlace } from "./kept-place.ts";
import {
  failure,
  hasTrack,
  openPreview,
  preview,
  takePreview,
  type Wanted,
} from "./preview-media.ts";
import { conferenceId, enter, knock, phase } from "./room-model.ts";

/** How long the class does without one's devices, when they do not open at once. */
const patienceMs = 2_000;

/** Shows the preview, or after an accident goes straight back in. */
export async function arrive(): Promise<void> {
  const place = takePlace(conferenceId);
  if (!(await knock())) return;
  if (place) return goBackIn(place);
  phase.value = { type: "preview" };
}

/** With what was on, and nothing else. */
async function goBackIn(place: Wanted): Promise<void> {
  const patience = new Promise((end) => setTimeout(end, patienceMs));
  await Promise.race([openAgain(place), patience]);
  enter(takePreview());
  deviceFailure.value = failure.value;
}

/** A device that is gone gives way to another of its kind; what was off stays off. */
async function openAgain(place: Wanted): Promise<void> {
  await openPreview(place);
  if (failure.value !== "device-lost") return;
  const has = (kind: "audio" | "video") => hasTrack(preview.value, kind);
  await openPreview({
    microphone: has("audio") ? place.microphone : Boolean(place.microphone),
    camera: has("video") ? place.camera : Boolean(place.camera),
  });
}
