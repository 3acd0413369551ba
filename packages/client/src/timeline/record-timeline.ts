import type { Conference } from "../conference.ts";
import { isFinal } from "../state.ts";
import { Timeline } from "./timeline.ts";
import { eventsBetween } from "./timeline-event.ts";

/** What happens to a page, heard on its window: most of it is behind some break of a call. */
const pageEvents = ["online", "offline", "visibilitychange", "freeze", "resume", "pageshow"];

export interface RecordOptions {
  readonly page?: EventTarget;
  /** ms since the epoch. */
  readonly now?: () => number;
}

/** Notes what happens in a call from now on, until it is over; `report()` gives it for a bug report. */
export function recordTimeline(
  conference: Pick<Conference, "state" | "on">,
  { page = globalThis, now = Date.now }: RecordOptions = {},
): Pick<Timeline, "report"> {
  const timeline = new Timeline(now());
  const notePage = ({ type }: Event) => timeline.note({ type: "page", event: type }, now());
  let before = conference.state;
  conference.on("change", (state) => {
    for (const event of eventsBetween(before, state)) timeline.note(event, now());
    before = state;
    if (!isFinal(state.status)) return;
    for (const name of pageEvents) page.removeEventListener(name, notePage);
  });
  conference.on("error", ({ code }) => timeline.note({ type: "error", code }, now()));
  for (const name of pageEvents) page.addEventListener(name, notePage);
  return timeline;
}
