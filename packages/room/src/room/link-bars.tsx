import type { Link } from "@lectern/client/link";
import { useId, useState } from "preact/hooks";
import { linkSentences, pathSentence } from "./link-words.ts";

export interface LinkBarsProps {
  readonly name: string;
  readonly link: Link;
}

const heights = [4, 7, 10, 13] as const;
const lit = { good: 4, fair: 3, poor: 2, bad: 1 } as const;

/** How the connection with somebody does, as bars; on asking, in plain words. */
export function LinkBars({ name, link }: LinkBarsProps) {
  const note = useId();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div class="link">
      <button
        type="button"
        class="link-bars"
        data-quality={link.quality}
        aria-label={`Connection with ${name}: ${link.quality}`}
        aria-expanded={isOpen}
        aria-controls={note}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={(event) => {
          if (event.key === "Escape") setIsOpen(false);
        }}
      >
        <Bars count={lit[link.quality]} />
      </button>
      <p class="link-note" id={note} hidden={!isOpen}>
        {isOpen && wordsOf(link, name)}
      </p>
    </div>
  );
}

/** @param count how many of the four are lit */
export function Bars({ count }: { readonly count: number }) {
  return (
    <svg width="16" height="14" viewBox="0 0 16 14" aria-hidden="true">
      {heights.map((height, at) => (
        <rect
          key={height}
          class={at < count ? "bar lit" : "bar"}
          x={at * 4}
          y={14 - height}
          width="3"
          height={height}
          rx="1"
        />
      ))}
    </svg>
  );
}

function wordsOf(link: Link, name: string): string {
  const sentences = linkSentences(link, { from: name, to: null });
  const path = pathSentence(link.figures?.path ?? null);
  const known = sentences.length > 0 ? sentences : [`The connection with ${name} is good.`];
  // The cause has named it already.
  const isNamed = link.cause === "relay-tcp";
  return [...known, ...(path && !isNamed ? [path] : [])].join(" ");
}
