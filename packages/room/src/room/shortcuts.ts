import { signal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";

/** What can be done in the room. */
export type Action =
  | "microphone"
  | "camera"
  | "screen"
  | "chat"
  | "people"
  | "devices"
  | "saver"
  | "keys"
  | "leave"
  | "end";

export type Actions = Readonly<Record<Action, () => void>>;

/** Keys of the room, as the help shows them. */
export const shortcuts: readonly {
  readonly key: string;
  readonly action: Action;
  readonly label: string;
}[] = [
  { key: "m", action: "microphone", label: "Microphone on or off" },
  { key: "v", action: "camera", label: "Camera on or off" },
  { key: "s", action: "screen", label: "Show your screen, or stop" },
  { key: "c", action: "chat", label: "Chat" },
  { key: "p", action: "people", label: "People" },
  { key: "d", action: "devices", label: "Another microphone, camera or speaker" },
  { key: "l", action: "leave", label: "Leave, after a question" },
  { key: "?", action: "keys", label: "These keys" },
];

const storageKey = "lectern-single-keys";

/** Whether single keys do anything: who dictates to the computer wants none that do. */
export const singleKeys = signal(localStorage.getItem(storageKey) !== "off");

export function switchSingleKeys(isOn: boolean): void {
  singleKeys.value = isOn;
  localStorage.setItem(storageKey, isOn ? "on" : "off");
}

/** The key that does something at present, if one does. */
export function keyOf(action: Action): string | undefined {
  if (!singleKeys.value) return undefined;
  return shortcuts.find((one) => one.action === action)?.key.toUpperCase();
}

/**
 * Runs what belongs to a key while the focus is in a place, and nowhere else:
 * somebody may think that they write in the chat.
 *
 * @see WCAG 2.2, 2.1.4 Character Key Shortcuts
 */
export function useShortcuts(place: RefObject<HTMLElement>, actions: Actions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!singleKeys.value || event.repeat) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const shortcut = shortcuts.find(({ key }) => key === event.key.toLowerCase());
      if (!shortcut) return;
      event.preventDefault();
      actions[shortcut.action]();
    };
    const element = place.current;
    element?.addEventListener("keydown", onKey);
    return () => element?.removeEventListener("keydown", onKey);
  }, [place, actions]);
}
