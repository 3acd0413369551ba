import type { ParticipantId, RoomId } from "@lectern/protocol/ids";
import { MessageLimits, type MessageRates } from "./message-limits.ts";

/**
 * The limits of who is in a room, or was lately (D8).
 *
 * They are the actor's and not the socket's: another socket brings no full buckets.
 */
export class ActorLimits {
  readonly #rates: MessageRates;
  readonly #byActor = new Map<string, MessageLimits>();

  constructor(rates: MessageRates) {
    this.#rates = rates;
  }

  of(roomId: RoomId, actor: ParticipantId): MessageLimits {
    const key = `${roomId} ${actor}`;
    const limits = this.#byActor.get(key) ?? new MessageLimits(this.#rates);
    this.#byActor.set(key, limits);
    return limits;
  }

  /** Forgets those from which fresh ones would not differ. @param now ms, of a clock that does not go back */
  sweep(now: number): void {
    for (const [key, limits] of this.#byActor) if (limits.isRested(now)) this.#byActor.delete(key);
  }
}
