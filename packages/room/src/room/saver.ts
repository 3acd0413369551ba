import type { Conference } from "@lectern/client/conference";

const storageKey = "lectern-saver";

/** Takes up what was chosen the last time: sound and the teacher's picture alone, or all. */
export function restoreSaver(conference: Conference): void {
  if (localStorage.getItem(storageKey) === "on") conference.setSaver(true);
}

export function switchSaver(conference: Conference, isOn: boolean): void {
  conference.setSaver(isOn);
  localStorage.setItem(storageKey, isOn ? "on" : "off");
}
