import { Dialog } from "../ui/dialog.tsx";
import { shortcuts } from "./shortcuts.ts";

/** The keys of the room. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <ul class="stack tight">
        {shortcuts.map(({ key, label }) => (
          <li key={key} class="row">
            <kbd>{key.toUpperCase()}</kbd> {label}
          </li>
        ))}
      </ul>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
