import type { ConferenceErrorCode } from "@lectern/client/errors";
import { CircleAlert } from "../ui/icons.ts";
import { mediaWords } from "./media-words.ts";

export interface MediaFailureProps {
  /** `null` when nothing is wrong. */
  readonly code: ConferenceErrorCode | null;
  readonly onRetry?: () => void;
}

/** Why there is no sound or picture of one's own, and the way on. */
export function MediaFailure({ code, onRetry }: MediaFailureProps) {
  if (code === null) return null;
  const { title, advice, canRetry } = mediaWords[code];
  return (
    <div class="notice warning" role="alert">
      <CircleAlert size={20} aria-hidden="true" />
      <div class="stack tight">
        <strong>{title}</strong>
        <span>{advice}</span>
        {canRetry && onRetry && (
          <button type="button" class="button small" onClick={onRetry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
