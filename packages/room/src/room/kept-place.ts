import type { Wanted } from "./preview-media.ts";

/** Who is away for longer has not loaded the page anew by accident. */
const freshMs = 60_000;

export interface Leaving extends Wanted {
  /** ms since the epoch. */
  readonly leftAt: number;
}

/**
 * Keeps what somebody had on for the page that may follow in the same tab.
 *
 * A tab that is opened as a copy of another gets none of it: it is written when the
 * page ends, and taken by the next one.
 */
export function keepPlace(conferenceId: string, { microphone, camera }: Wanted): void {
  const leaving: Leaving = { microphone, camera, leftAt: Date.now() };
  sessionStorage.setItem(keyOf(conferenceId), JSON.stringify(leaving));
}

/** What was on when the page ended a moment ago; `null` when it is not the same visit. */
export function takePlace(conferenceId: string): Wanted | null {
  const kept = sessionStorage.getItem(keyOf(conferenceId));
  sessionStorage.removeItem(keyOf(conferenceId));
  const [entry] = performance.getEntriesByType("navigation");
  const type = entry instanceof PerformanceNavigationTiming ? entry.type : "navigate";
  return kept === null ? null : placeOf(JSON.parse(kept), { type, now: Date.now() });
}

/** Going to the page by a link or an address is a visit of its own. */
export function placeOf(
  { microphone, camera, leftAt }: Leaving,
  arrival: { readonly type: NavigationTimingType; readonly now: number },
): Wanted | null {
  const isSame = arrival.type === "reload" || arrival.type === "back_forward";
  return isSame && arrival.now - leftAt < freshMs ? { microphone, camera } : null;
}

function keyOf(conferenceId: string): string {
  return `lectern.place.${conferenceId}`;
}
