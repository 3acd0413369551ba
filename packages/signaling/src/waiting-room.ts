import type { CloseReason } from "@lectern/protocol/codes";

/** A socket that has not joined yet. */
export interface Waiter {
  close(reason: CloseReason): void;
}

/**
 * The sockets that have not joined yet, by the address they came from.
 *
 * When one address has too many, the one that has waited longest makes room: a
 * class behind one address joins at once and is never among them (D2).
 */
export class WaitingRoom {
  readonly #maxWaiting: number;
  readonly #byAddress = new Map<string, Set<Waiter>>();

  /** @param maxWaiting of one address */
  constructor(maxWaiting: number) {
    this.#maxWaiting = maxWaiting;
  }

  enter(address: string, waiter: Waiter): void {
    const waiting = this.#byAddress.get(address) ?? new Set();
    this.#byAddress.set(address, waiting.add(waiter));
    const [oldest] = waiting;
    if (waiting.size > this.#maxWaiting) oldest?.close("overloaded");
  }

  /** To be called when a socket has joined or is closed; may be called twice. */
  leave(address: string, waiter: Waiter): void {
    const waiting = this.#byAddress.get(address);
    waiting?.delete(waiter);
    if (waiting?.size === 0) this.#byAddress.delete(address);
  }
}
