import { FileDown } from "../ui/icons.ts";
import { timeline } from "./room-model.ts";

/** Saves what happened in the call as a file that can go with a bug report. */
export function SaveReport() {
  const record = timeline.value;
  if (!record) return null;
  return (
    <div class="stack tight">
      <p class="hint">
        Something does not work? A report says when what happened in this call. It holds no names,
        no addresses and nothing of what was said.
      </p>
      <button type="button" class="button quiet" onClick={() => save(record.report())}>
        <FileDown size={18} aria-hidden="true" /> Save a report
      </button>
    </div>
  );
}

function save(report: object): void {
  const file = new Blob([JSON.stringify(report, null, 1)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `lectern-call-${new Date().toISOString().slice(0, 16).replace(":", "")}.json`;
  link.click();
  // The browser has taken it up by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
