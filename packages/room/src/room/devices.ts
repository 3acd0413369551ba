import type { ConferenceErrorCode } from "@lectern/client/errors";
import { type Device, listDevices } from "@lectern/client/local-media";
import { computed, signal } from "@preact/signals";

/** What can be chosen from, as far as the browser tells. */
export const devices = signal<readonly Device[]>([]);

/** Why the device that was asked for last could not be opened. */
export const deviceFailure = signal<ConferenceErrorCode | null>(null);

/** The speaker that was chosen; empty for the one of the system. */
export const chosenSpeaker = signal("");

/** Whether it is unplugged at the moment. */
export const isSpeakerAway = computed(
  () => chosenSpeaker.value !== "" && !devices.value.some(({ id }) => id === chosenSpeaker.value),
);

/** The device that the class is heard through; empty for the one of the system. */
export const speaker = computed(() => (isSpeakerAway.value ? "" : chosenSpeaker.value));

/**
 * Whether the browser lets a page choose where sound comes out (W3C Audio Output
 * Devices). Safari and Firefox have it only in newer versions, and browsers of phones
 * leave it to the system: there the choice is not shown.
 */
export const canChooseSpeaker = "setSinkId" in HTMLMediaElement.prototype;

export async function refreshDevices(): Promise<void> {
  devices.value = await listDevices();
}

/** The device that a stream's sound or picture comes from. */
export function deviceOf(stream: MediaStream, kind: "audio" | "video"): string | null {
  const track = stream.getTracks().find((one) => one.kind === kind && one.readyState === "live");
  return track?.getSettings().deviceId ?? null;
}
