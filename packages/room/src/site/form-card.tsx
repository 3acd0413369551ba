import type { ComponentChildren } from "preact";
import { Brand } from "../ui/brand.tsx";
import { useTitle } from "../ui/use-title.ts";
import type { Form } from "./use-form.ts";

export interface FormCardProps {
  readonly title: string;
  readonly intro?: string;
  readonly form: Form;
  readonly submit: string;
  readonly onSubmit: () => void;
  readonly children: ComponentChildren;
}

/** A form that stands by itself on a page. */
export function FormCard({ title, intro, form, submit, onSubmit, children }: FormCardProps) {
  useTitle(title);
  return (
    <main class="lone">
      <p class="brand">
        <Brand />
      </p>
      <form
        class="card stack"
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit();
        }}
      >
        <h1>{title}</h1>
        {intro && <p class="soft">{intro}</p>}
        {children}
        {form.problem && (
          <p class="problem" role="alert">
            {form.problem}
          </p>
        )}
        <button type="submit" class="button primary" aria-disabled={form.isBusy}>
          {submit}
        </button>
      </form>
    </main>
  );
}
