import { ConferenceError, type ConferenceErrorCode } from "@lectern/client/errors";
import { openLocalMedia } from "@lectern/client/local-media";
import { signal } from "@preact/signals";
import { refreshDevices } from "./devices.ts";
import { soundProcessing } from "./sound-processing.ts";

/** What is wanted of each device: a certain one, any, or none. */
export interface Wanted {
  readonly microphone: boolean | string;
  readonly camera: boolean | string;
}

export const wanted = signal<Wanted>({ microphone: true, camera: true });
export const preview = signal<MediaStream>(new MediaStream());
export const failure = signal<ConferenceErrorCode | null>(null);

/** Whether something is being opened: it takes a moment, or a question of the browser is not answered. */
export type Opening = "none" | "short" | "long";

export const opening = signal<Opening>("none");

/** After that, nobody has to wait for a device to go in. */
const patienceMs = 2_000;
let patience: ReturnType<typeof setTimeout> | undefined;

/** Opens what is wanted; where both are not to be had together, what there is. */
export async function openPreview(request: Wanted): Promise<void> {
  const next = { ...request };
  wanted.value = next;
  stopTracks(preview.value);
  clearTimeout(patience);
  patience = setTimeout(goOnWithout, patienceMs);
  opening.value = "short";
  const { stream, code } = await openBestOf(next);
  // Something else was wanted meanwhile: that call shows what it finds.
  if (wanted.value !== next) return stopTracks(stream);
  preview.value = stream;
  failure.value = code;
  stopWaiting();
  await refreshDevices();
}

/** Gives away what there is; what is still being opened will not be wanted any more. */
export function takePreview(): MediaStream {
  wanted.value = { ...wanted.value };
  stopWaiting();
  return preview.value;
}

/** Until it is opened there is nothing to be seen or heard of the one who goes in. */
function goOnWithout(): void {
  preview.value = new MediaStream();
  opening.value = "long";
}

function stopWaiting(): void {
  clearTimeout(patience);
  opening.value = "none";
}

export function hasTrack(stream: MediaStream, kind: "audio" | "video"): boolean {
  return stream.getTracks().some((track) => track.kind === kind);
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

interface Opened {
  readonly stream: MediaStream;
  readonly code: ConferenceErrorCode | null;
}

async function openBestOf({ microphone, camera }: Wanted): Promise<Opened> {
  const both = await open({ microphone, camera });
  if (both.code === null || !microphone || !camera) return both;
  const sound = await open({ microphone, camera: false });
  const picture = await open({ microphone: false, camera });
  const tracks = [...sound.stream.getTracks(), ...picture.stream.getTracks()];
  return { stream: new MediaStream(tracks), code: picture.code ?? sound.code ?? null };
}

async function open(request: Wanted): Promise<Opened> {
  try {
    return {
      stream: await openLocalMedia({ ...request, processing: soundProcessing.value }),
      code: null,
    };
  } catch (error) {
    const code = error instanceof ConferenceError ? error.code : "unknown";
    return { stream: new MediaStream(), code };
  }
}
