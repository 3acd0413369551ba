import type { TicketOffice } from "./ticket-office.ts";

export interface FreshServersOptions {
  readonly tickets: TicketOffice;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Others came, with credentials that hold. */
  readonly onRenewed: (servers: readonly RTCIceServer[]) => void;
}

/** Also finds out after sleep, when it wakes a little later. */
const lookEveryMs = 60_000;

/** Has the ICE servers fetched anew before their credentials run out. */
export class FreshServers {
  readonly #options: FreshServersOptions;
  readonly #looks: ReturnType<typeof setInterval>;
  /** How far the clock of who gives the credentials is ahead of one's own, in ms. */
  #aheadMs = 0;

  constructor(options: FreshServersOptions) {
    this.#options = options;
    this.#looks = setInterval(() => void this.get(), lookEveryMs);
  }

  /** @param serverTime ms since the epoch */
  setClock(serverTime: number): void {
    this.#aheadMs = serverTime - this.#options.now();
  }

  /** Those that there are, or where their credentials end soon, others. */
  async get(): Promise<readonly RTCIceServer[]> {
    const { tickets, now, onRenewed } = this.#options;
    const isRenewed = await tickets.renew(now() + this.#aheadMs);
    if (isRenewed) onRenewed(tickets.iceServers);
    return tickets.iceServers;
  }

  /** Fetches nothing any more by itself; may be called twice. */
  close(): void {
    clearInterval(this.#looks);
  }
}
