import { Dialog } from "../ui/dialog.tsx";

export interface LeaveDialogProps {
  readonly onLeave: () => void;
  readonly onClose: () => void;
}

/** Asks once more, where a single key has asked to leave. */
export function LeaveDialog({ onLeave, onClose }: LeaveDialogProps) {
  return (
    <Dialog title="Leave the class?" onClose={onClose}>
      <p>You can come back as long as the class lasts.</p>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>
          Stay
        </button>
        <button type="button" class="button primary" onClick={onLeave}>
          Leave
        </button>
      </div>
    </Dialog>
  );
}
