import { ScreenShare } from "../ui/icons.ts";
import type { OwnScreen } from "./own-screen.ts";

export interface OwnScreenNoticeProps {
  readonly screen: OwnScreen;
  /** The notice is gone with its buttons. */
  readonly onDone: () => void;
}

/** That everybody sees one's screen, and the end of it. */
export function OwnScreenNotice({ screen, onDone }: OwnScreenNoticeProps) {
  if (!screen.stream.value) return null;
  return (
    <div class="notice answerable">
      <ScreenShare size={20} aria-hidden="true" />
      <span>You are showing your screen to the class.</span>
      <label class="check">
        <input
          type="checkbox"
          checked={screen.content.value === "motion"}
          onChange={({ currentTarget }) =>
            screen.setContent(currentTarget.checked ? "motion" : "detail")
          }
        />
        It is a film
      </label>
      <button
        type="button"
        class="button small"
        onClick={() => {
          screen.stop();
          onDone();
        }}
      >
        Stop showing
      </button>
    </div>
  );
}
