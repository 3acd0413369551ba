import type { SoundProcessing } from "@lectern/client/local-media";
import { signal } from "@preact/signals";

const storageKey = "lectern-sound-processing";
const names = ["echoCancellation", "noiseSuppression", "autoGainControl"] as const;

/** What the browser does to one's sound, all of it unless switched off; kept in this browser. */
export const soundProcessing = signal<SoundProcessing>(
  parseProcessing(localStorage.getItem(storageKey) ?? ""),
);

export function keepProcessing(changes: Partial<SoundProcessing>): void {
  soundProcessing.value = { ...soundProcessing.value, ...changes };
  localStorage.setItem(storageKey, offOf(soundProcessing.value).join(" "));
}

/** Reads the names of what was switched off. */
export function parseProcessing(kept: string): SoundProcessing {
  const off = kept.split(" ");
  const isOn = (name: (typeof names)[number]) => !off.includes(name);
  return {
    echoCancellation: isOn("echoCancellation"),
    noiseSuppression: isOn("noiseSuppression"),
    autoGainControl: isOn("autoGainControl"),
  };
}

function offOf(processing: SoundProcessing): readonly string[] {
  return names.filter((name) => !processing[name]);
}
