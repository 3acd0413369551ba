import { Dialog } from "../ui/dialog.tsx";

export interface EndDialogProps {
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

/** Asks the teacher once more. */
export function EndDialog({ onEnd, onClose }: EndDialogProps) {
  return (
    <Dialog title="End the class for everybody?" onClose={onClose}>
      <p>Everybody leaves the room. You can start this conference anew at any time.</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Stay
        </button>
        <button type="button" class="button danger" onClick={onEnd}>
          End for all
        </button>
      </div>
    </Dialog>
  );
}
