import { Dialog } from "../ui/dialog.tsx";
import { shortcuts, singleKeys, switchSingleKeys } from "./shortcuts.ts";

/** The keys of the room, and the switch that takes them out of the way. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <p>
        They work while the focus is on the pictures: click there, or go there with <kbd>Tab</kbd>.
      </p>
      <ul class="stack tight">
        {shortcuts.map(({ key, label }) => (
          <li key={key} class="row">
            <kbd>{key.toUpperCase()}</kbd> {label}
          </li>
        ))}
        <li class="row">
          <kbd>Esc</kbd> Close the chat or the people
        </li>
      </ul>
      <label class="check">
        <input
          type="checkbox"
          checked={singleKeys.value}
          onChange={(event) => switchSingleKeys(event.currentTarget.checked)}
        />
        Use single keys in this browser
      </label>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
