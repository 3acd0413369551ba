import { AccessRefused } from "./errors.ts";
import type { JoinOptions } from "./join-options.ts";

/** What it takes to join. */
export interface Ticket {
  readonly url: string;
  readonly token: string;
}

/** Gets what it takes to join, and the ICE servers that come with it. */
export class TicketOffice {
  readonly #options: Pick<JoinOptions, "token" | "url">;
  #iceServers: readonly RTCIceServer[];
  #hasExpired = false;

  constructor({ token, url, iceServers = [] }: Pick<JoinOptions, "token" | "url" | "iceServers">) {
    this.#options = { token, url };
    this.#iceServers = iceServers;
  }

  /** Those that came last: the credentials of TURN servers expire. */
  get iceServers(): readonly RTCIceServer[] {
    return this.#iceServers;
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
    this.#iceServers = access.iceServers ?? this.#iceServers;
    return { url: access.url ?? url, token: access.token };
  }
}
