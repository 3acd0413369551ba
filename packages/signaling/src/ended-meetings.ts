import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { EndedMeeting } from "@lectern/protocol/link";

/**
 * Remembers which meetings were ended, for as long as a token from before the
 * end could still be in force.
 */
export class EndedMeetings {
  readonly #keepMs: number;
  readonly #ends = new Map<RoomId, { readonly by: ParticipantId; readonly endedAt: number }>();

  /** @param maxTtlSeconds the longest life of a token */
  constructor(maxTtlSeconds: number) {
    this.#keepMs = (maxTtlSeconds + limits.clockSkewSeconds) * 1000;
  }

  add({ roomId, by, endedAt }: EndedMeeting): void {
    const known = this.#ends.get(roomId);
    if (!known || known.endedAt < endedAt) this.#ends.set(roomId, { by, endedAt });
  }

  /**
   * Whether a token is of the time before the end of its room's last meeting.
   *
   * Tokens count in whole seconds: one of the very second of the end is too old.
   */
  isClosedTo(roomId: RoomId, iatSeconds: number): boolean {
    const end = this.#ends.get(roomId);
    return end !== undefined && iatSeconds <= Math.floor(end.endedAt / 1000);
  }

  list(): readonly EndedMeeting[] {
    return [...this.#ends].map(([roomId, end]) => ({ roomId, ...end }));
  }

  /** Forgets the ends before which every token has expired by now. */
  sweep(nowMs: number): void {
    for (const [roomId, { endedAt }] of this.#ends) {
      if (endedAt + this.#keepMs < nowMs) this.#ends.delete(roomId);
    }
  }
}
