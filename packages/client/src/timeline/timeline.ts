import type { ParticipantId } from "@lectern/protocol/ids";
import type { TimelineEvent } from "./timeline-event.ts";

/** What can be saved of a call for a bug report: it holds neither names nor addresses. */
export interface TimelineReport {
  readonly version: 1;
  /** ms since the epoch. */
  readonly startedAt: number;
  /** How many events before the first one were let go. */
  readonly dropped: number;
  readonly events: readonly (Readonly<Record<string, unknown>> & {
    /** ms since the start. */
    readonly at: number;
    readonly type: TimelineEvent["type"];
  })[];
}

/** So many events are kept, the newest: of a call of hours still some hundred kilobytes. */
const maxEvents = 4_000;

/** What happened in a call, the oldest first. People are P1, P2 and so on, in the order in which they were seen. */
export class Timeline {
  readonly #startedAt: number;
  readonly #events: TimelineReport["events"][number][] = [];
  readonly #pseudonyms = new Map<ParticipantId, string>();
  #dropped = 0;

  /** @param startedAt ms since the epoch */
  constructor(startedAt: number) {
    this.#startedAt = startedAt;
  }

  /** @param now ms since the epoch */
  note(event: TimelineEvent, now: number): void {
    const who = "who" in event ? { who: this.#pseudonymOf(event.who) } : {};
    this.#events.push({ at: now - this.#startedAt, ...event, ...who });
    if (this.#events.length <= maxEvents) return;
    this.#events.shift();
    this.#dropped += 1;
  }

  report(): TimelineReport {
    return {
      version: 1,
      startedAt: this.#startedAt,
      dropped: this.#dropped,
      events: [...this.#events],
    };
  }

  #pseudonymOf(id: ParticipantId): string {
    const known = this.#pseudonyms.get(id) ?? `P${this.#pseudonyms.size + 1}`;
    this.#pseudonyms.set(id, known);
    return known;
  }
}
