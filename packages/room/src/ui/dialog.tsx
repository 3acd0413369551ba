import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

export interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A modal dialog of the platform: it keeps the focus and gives it back when it closes. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const isShown = useRef(true);
  useEffect(() => {
    element.current?.showModal();
    return () => {
      // The event of this closing comes later, when the page may show another dialog.
      isShown.current = false;
      element.current?.close();
    };
  }, []);
  return (
    <dialog
      class="dialog"
      ref={element}
      aria-labelledby={heading}
      onClose={() => {
        if (isShown.current) onClose();
      }}
    >
      <div class="stack">
        <h2 id={heading}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
