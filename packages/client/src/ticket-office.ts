import { AccessRefused } from "./errors.ts";
import type { JoinOptions } from "./join-options.ts";

/** What it takes to join. */
export interface Ticket {
  readonly url: string;
  readonly token: string;
}

/** How long before their end credentials are fetched anew. */
const renewalLeadMs = 5 * 60_000;
/** How long those that are there may be good enough while others are fetched. */
const renewalPatienceMs = 3_000;

/** Gets what it takes to join, and the ICE servers that come with it. */
export class TicketOffice {
  readonly #options: Pick<JoinOptions, "token" | "url">;
  #iceServers: readonly RTCIceServer[];
  #hasExpired = false;
  /** When the credentials of the ICE servers do, in ms since the epoch. */
  #expireAt = Number.POSITIVE_INFINITY;
  #renewal: Promise<boolean> | null = null;

  constructor({ token, url, iceServers = [] }: Pick<JoinOptions, "token" | "url" | "iceServers">) {
    this.#options = { token, url };
    this.#iceServers = iceServers;
  }

  /** Those that came last: the credentials of TURN servers expire. */
  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
  }

  /**
   * Fetches the ICE servers anew if their credentials end soon, once for all who ask
   * at a time; says whether others came. It takes 3 s at most.
   *
   * @param now by the clock of who gave them, in ms since the epoch
   */
  renew(now: number): Promise<boolean> {
    if (now < this.#expireAt - renewalLeadMs) return Promise.resolve(false);
    this.#renewal ??= this.#fetchServers();
    const patience = new Promise<boolean>((end) => {
      setTimeout(() => end(false), renewalPatienceMs);
    });
    return Promise.race([this.#renewal, patience]);
  }

  /** The token that was used last has expired. */
  expire(): void {
    this.#hasExpired = true;
  }

  /** @throws {AccessRefused} if all there is is a token that has expired */
  async fetch(): Promise<Ticket> {
    const { token, url } = this.#options;
    if (typeof token === "string") {
      if (this.#hasExpired) throw new AccessRefused("token-expired", "The token has expired");
      return { url, token };
    }
    const access = await token();
    if (typeof access === "string") return { url, token: access };
    if (access.iceServers) {
      this.#iceServers = access.iceServers;
      this.#expireAt = access.iceServersExpireAt ?? Number.POSITIVE_INFINITY;
    }
    return { url: access.url ?? url, token: access.token };
  }

  async #fetchServers(): Promise<boolean> {
    const before = this.#iceServers;
    try {
      await this.fetch();
    } catch {
      // Whether one may still be in the room is for the next join to hear.
    }
    this.#renewal = null;
    return this.#iceServers !== before;
  }
}
