import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { EndedMeeting, Closings as KnownClosings, Removal } from "@lectern/protocol/link";
import type { Claims } from "@lectern/token/claims";

/**
 * Remembers which meetings were ended and who was removed, for as long as a token
 * from before that could still be in force.
 */
export class Closings {
  readonly #keepMs: number;
  readonly #meetings = new Map<RoomId, EndedMeeting>();
  readonly #removals = new Map<string, Removal>();

  /** @param maxTtlSeconds the longest life of a token */
  constructor(maxTtlSeconds: number) {
    this.#keepMs = (maxTtlSeconds + limits.clockSkewSeconds) * 1000;
  }

  addMeeting(meeting: EndedMeeting): void {
    const known = this.#meetings.get(meeting.roomId);
    if (!known || known.endedAt < meeting.endedAt) this.#meetings.set(meeting.roomId, meeting);
  }

  addRemoval(removal: Removal): void {
    const key = keyOf(removal.roomId, removal.actor);
    const known = this.#removals.get(key);
    if (!known || known.removedAt < removal.removedAt) this.#removals.set(key, removal);
  }

  addAll({ meetings, removals }: KnownClosings): void {
    for (const meeting of meetings) this.addMeeting(meeting);
    for (const removal of removals) this.addRemoval(removal);
  }

  /**
   * Why a token opens its room no more; `null` when it does.
   *
   * Tokens count in whole seconds: one of the very second of the closing is too old.
   */
  closedBy({ sub, room, iat }: Claims): "meeting-ended" | "removed" | null {
    const meeting = this.#meetings.get(room);
    if (meeting && iat <= Math.floor(meeting.endedAt / 1000)) return "meeting-ended";
    const removal = this.#removals.get(keyOf(room, sub));
    return removal && iat <= Math.floor(removal.removedAt / 1000) ? "removed" : null;
  }

  list(): KnownClosings {
    return { meetings: [...this.#meetings.values()], removals: [...this.#removals.values()] };
  }

  /** Forgets what every token from before it has outlived by now. */
  sweep(nowMs: number): void {
    const oldest = nowMs - this.#keepMs;
    for (const [room, { endedAt }] of this.#meetings) {
      if (endedAt < oldest) this.#meetings.delete(room);
    }
    for (const [key, { removedAt }] of this.#removals) {
      if (removedAt < oldest) this.#removals.delete(key);
    }
  }
}

function keyOf(roomId: RoomId, actor: ParticipantId): string {
  return `${roomId} ${actor}`;
}
