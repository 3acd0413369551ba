import type { Conference } from "@lectern/client/conference";
import type { ChatLine } from "@lectern/client/state";
import { useEffect, useRef, useState } from "preact/hooks";

const maxLength = 2000;

export interface ChatPanelProps {
  readonly conference: Conference;
  readonly lines: readonly ChatLine[];
  /** Nothing can be sent at the moment. */
  readonly isAway: boolean;
}

/** What was said in writing, and a place to say something. */
export function ChatPanel({ conference, lines, isAway }: ChatPanelProps) {
  const [draft, setDraft] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const wasAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (element && wasAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [lines.length]);
  const send = () => {
    const message = draft.trim();
    // What is written waits in its place.
    if (message === "" || isAway) return;
    conference.sendChat(message);
    setDraft("");
  };
  return (
    <>
      <ol
        class="chat-lines"
        ref={list}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        tabIndex={0}
        aria-label="Chat"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          wasAtEnd.current = scrollTop + clientHeight >= scrollHeight - 24;
        }}
      >
        {lines.length === 0 && <li class="soft">Nothing has been written yet.</li>}
        {lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
      <form
        class="chat-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          aria-label="Message to everyone"
          placeholder="Write to everyone"
          rows={2}
          maxLength={maxLength}
          value={draft}
          onInput={(event) => setDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="button primary small" aria-disabled={isAway}>
          Send
        </button>
        {isAway && <p class="small soft">You can send as soon as the server is reached.</p>}
        {draft.length > maxLength - 200 && (
          <p class="small soft">{maxLength - draft.length} left</p>
        )}
      </form>
    </>
  );
}

/** Made once: it costs more than a line. */
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit" });

function Line({ line }: { readonly line: ChatLine }) {
  const time = clock.format(line.sentAt);
  return (
    <li class="chat-line" data-chat-line data-own={line.isOwn}>
      <p class="small soft">
        <bdi class="chat-author">{line.isOwn ? "You" : line.name}</bdi>{" "}
        {line.from.startsWith("teacher-") && <span class="badge">Teacher</span>} {time}
        {line.delivery === "pending" && " · sending"}
      </p>
      <p data-chat-text class="chat-text" dir="auto">
        {line.message}
      </p>
      {line.delivery === "failed" && (
        <p class="problem">Not sent: the connection broke. Write it again.</p>
      )}
    </li>
  );
}
