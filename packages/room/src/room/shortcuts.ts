import { useEffect } from "preact/hooks";

/** Keys of the room, as the help shows them. */
export const shortcuts = [
  { key: "m", label: "Microphone on or off" },
  { key: "v", label: "Camera on or off" },
  { key: "c", label: "Chat" },
  { key: "p", label: "People" },
  { key: "l", label: "Leave" },
  { key: "?", label: "These keys" },
] as const;

export type ShortcutKey = (typeof shortcuts)[number]["key"];

/** Runs what belongs to a key, except while somebody types or a dialog is open. */
export function useShortcuts(actions: Readonly<Record<ShortcutKey, () => void>>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const shortcut = shortcuts.find(({ key }) => key === event.key.toLowerCase());
      if (!shortcut) return;
      event.preventDefault();
      actions[shortcut.key]();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [actions]);
}
