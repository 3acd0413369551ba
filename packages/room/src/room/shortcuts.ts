import { useEffect } from "preact/hooks";

/** What can be done in the room. */
export type Action =
  | "microphone"
  | "camera"
  | "chat"
  | "people"
  | "devices"
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
  { key: "c", action: "chat", label: "Chat" },
  { key: "p", action: "people", label: "People" },
  { key: "d", action: "devices", label: "Another microphone, camera or speaker" },
  { key: "l", action: "leave", label: "Leave" },
  { key: "?", action: "keys", label: "These keys" },
];

/** Runs what belongs to a key, except while somebody types or a dialog is open. */
export function useShortcuts(actions: Actions): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const shortcut = shortcuts.find(({ key }) => key === event.key.toLowerCase());
      if (!shortcut) return;
      event.preventDefault();
      actions[shortcut.action]();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [actions]);
}
