import { type Device, listDevices } from "@lectern/client/local-media";
import { signal } from "@preact/signals";

/** What can be chosen from, as far as the browser tells. */
export const devices = signal<readonly Device[]>([]);

/** The device that the class is heard through; empty for the one of the system. */
export const speaker = signal("");

/** Whether the browser lets a page choose where sound comes out (W3C Audio Output Devices). */
export const canChooseSpeaker = "setSinkId" in HTMLMediaElement.prototype;

export async function refreshDevices(): Promise<void> {
  devices.value = await listDevices();
}

/** The device that a stream's sound or picture comes from. */
export function deviceOf(stream: MediaStream, kind: "audio" | "video"): string | null {
  const track = stream.getTracks().find((one) => one.kind === kind && one.readyState === "live");
  return track?.getSettings().deviceId ?? null;
}
