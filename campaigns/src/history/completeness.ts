import type { ParticipantId } from "@lectern/protocol/ids";
import type { Recorded } from "./recorded.ts";
import { type Roster, rosterAfter } from "./roster.ts";

/**
 * When a client, after a moment, had joined anew and saw everybody who is expected.
 *
 * @returns ms, as of `Recorded.at`; `null` when it has not come to that
 */
export function completeAt(
  events: readonly Recorded[],
  since: number,
  expected: ReadonlySet<ParticipantId>,
): number | null {
  let roster: Roster | null = null;
  for (const event of events) {
    if (event.type !== "received" || event.at < since) continue;
    const { message } = event;
    if (message.type === "joined") roster = new Map();
    if (!roster) continue;
    roster = rosterAfter(roster, message);
    if (isComplete(roster, expected)) return event.at;
  }
  return null;
}

function isComplete(roster: Roster, expected: ReadonlySet<ParticipantId>): boolean {
  return [...expected].every((actor) => roster.has(actor));
}
