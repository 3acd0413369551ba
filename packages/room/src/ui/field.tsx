import type { InputHTMLAttributes } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

export interface FieldProps extends InputHTMLAttributes {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly onText: (text: string) => void;
}

/** A labelled line of text, with its hint and what is wrong with it tied to it. */
export function Field({ label, hint, problem, onText, ...rest }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem) input.current?.focus();
  }, [problem]);
  const notes = [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        {...rest}
        ref={input}
        id={id}
        aria-describedby={notes || undefined}
        aria-invalid={problem ? true : undefined}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
