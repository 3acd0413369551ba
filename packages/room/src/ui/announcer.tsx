import { signal } from "@preact/signals";

const said = signal("");

/** Says something to who listens to the page rather than looks at it. */
export function announce(text: string): void {
  said.value = text;
}

/** The live region that announcements are read from; one on every page. */
export function Announcer() {
  return (
    <p class="visually-hidden" role="status" aria-live="polite">
      {said}
    </p>
  );
}
