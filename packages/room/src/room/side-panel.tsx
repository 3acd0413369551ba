import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { X } from "../ui/icons.ts";
import { focusControl, type Panel } from "./controls.tsx";

export interface SidePanelProps {
  readonly panel: Panel;
  readonly heading: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/**
 * What is open beside the class; Escape closes it.
 *
 * It takes the focus in, and gives it back to what opened it. Each panel is to
 * be one of its own, by its `key`.
 */
export function SidePanel({ panel, heading, onClose, children }: SidePanelProps) {
  const element = useRef<HTMLElement>(null);
  const opener = useRef(document.activeElement);
  useLayoutEffect(() => {
    const aside = element.current;
    focusInto(aside);
    return () => {
      // Where it has gone meanwhile it stays.
      if (isNowhere() || aside?.contains(document.activeElement)) {
        focusBack(opener.current, panel);
      }
    };
  }, [panel]);
  return (
    <aside
      class="panel"
      ref={element}
      aria-label={panel === "chat" ? "Chat" : "People"}
      onKeyDown={(event) => {
        if (event.key === "Escape") onClose();
      }}
    >
      <header class="panel-head">
        <h2 tabIndex={-1}>{heading}</h2>
        <button type="button" class="button quiet small" onClick={onClose}>
          <X size={18} aria-label="Close" />
        </button>
      </header>
      {children}
    </aside>
  );
}

/** Where one writes, unless that would bring up the keyboard of a phone. */
function focusInto(panel: HTMLElement | null): void {
  const place = matchMedia("(pointer: fine)").matches ? panel?.querySelector("textarea") : null;
  (place ?? panel?.querySelector("h2"))?.focus();
}

/** Safari gives no focus to a button that is clicked. */
function focusBack(opener: Element | null, panel: Panel): void {
  if (opener instanceof HTMLElement && opener !== document.body) opener.focus();
  else focusControl(panel);
}

function isNowhere(): boolean {
  return document.activeElement === null || document.activeElement === document.body;
}
