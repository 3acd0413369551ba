import type { ConferenceStatus } from "@lectern/client/state";
import { useEffect, useRef } from "preact/hooks";
import { outcomeWords } from "./outcome-words.ts";

/** What is shown when the class is over for somebody, and the way on. */
export function Outcome({ code, message }: { readonly code: string; readonly message: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { title, advice, canRetry } =
    code === "meeting-ended" ? ended : outcomeWords(code, message);
  return (
    <main class="outcome">
      <div class="card stack">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <p class="soft">{advice}</p>
        <div class="row">
          {canRetry && (
            <button type="button" class="button primary" onClick={() => location.reload()}>
              Enter again
            </button>
          )}
          <a class="button" href="/">
            My conferences
          </a>
        </div>
      </div>
    </main>
  );
}

const ended = {
  title: "The class has ended",
  advice: "The teacher ended it for everybody.",
  canRetry: false,
};

/** The word for how a conference came to its end; `null` while it lasts. */
export function outcomeOf(
  status: ConferenceStatus,
): { readonly code: string; readonly message: string } | null {
  switch (status.type) {
    case "ended":
      return { code: "meeting-ended", message: "" };
    case "left":
      return { code: "bye", message: "" };
    case "stopped":
      return status;
    default:
      return null;
  }
}
