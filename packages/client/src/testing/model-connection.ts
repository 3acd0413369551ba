import type { SessionDescription } from "@lectern/protocol/messages";
import type { NegotiationEffect, NegotiationEvent } from "../negotiation/negotiation-types.ts";

type Job = Extract<NegotiationEffect, { readonly type: "set-local" | "set-remote" | "roll-back" }>;

/**
 * The states of a peer connection and no more: what is asked of it ends when the test
 * says so. It is strict, and counts what its end has changed and what of that both
 * have agreed on.
 *
 * @see W3C WebRTC, #set-the-session-description, #updating-the-negotiation-needed-flag
 */
export class ModelConnection {
  readonly #session: number;
  state: "stable" | "have-local-offer" | "have-remote-offer" = "stable";
  local: string | null = null;
  remote: string | null = null;
  changes = 0;
  agreedChanges = 0;
  job: Job | null = null;
  #isAsking = false;
  #descriptions = 0;
  #offered: { readonly sdp: string; readonly changes: number } | null = null;
  #taken: string | null = null;

  constructor(session: number) {
    this.#session = session;
  }

  get isStable(): boolean {
    return this.state === "stable";
  }

  change(): void {
    this.changes += 1;
    this.#isAsking = true;
  }

  /** Whether `negotiationneeded` is due; asks for it once. */
  asks(): boolean {
    if (!this.#isAsking || this.job || this.state !== "stable") return false;
    this.#isAsking = false;
    return this.changes > this.agreedChanges;
  }

  begin(job: Job): void {
    if (this.job)
      throw new TypeError(`${job.type} was asked for in the middle of ${this.job.type}`);
    this.job = job;
  }

  addCandidate(): void {
    if (this.remote === null) throw new TypeError("There is nothing to add a candidate to");
  }

  /** What was asked for has come to its end, or to nothing. */
  finish(isFailing: boolean): NegotiationEvent {
    const { job } = this;
    if (!job) throw new TypeError("Nothing was asked for");
    this.job = null;
    if (isFailing) return { type: "failed", error: "unlucky", isStable: this.isStable };
    switch (job.type) {
      case "set-local":
        return this.#setLocal();
      case "set-remote":
        return this.#setRemote(job.description);
      case "roll-back":
        this.#rollBack();
        return { type: "rolled-back" };
    }
  }

  #setLocal(): NegotiationEvent {
    this.#descriptions += 1;
    const head = `v=0\r\no=- ${this.#session} ${this.#descriptions} IN IP4 127.0.0.1\r\n`;
    if (this.state === "have-remote-offer") {
      const sdp = `${head}a=to:${JSON.stringify(this.#taken)}\r\n`;
      this.#agree(sdp, this.#taken);
      return { type: "local-set", sdp };
    }
    this.#offered = { sdp: head, changes: this.changes };
    this.state = "have-local-offer";
    return { type: "local-set", sdp: head };
  }

  #setRemote({ type, sdp }: SessionDescription<"offer"> | SessionDescription<"answer">) {
    if (type === "offer") {
      if (this.state !== "stable") throw new TypeError(`An offer was taken in ${this.state}`);
      this.#taken = sdp;
      this.state = "have-remote-offer";
      // The remote description counts from now on: candidates may be added to it.
      this.remote ??= sdp;
    } else {
      const offer = this.#offered;
      if (!offer) throw new TypeError("An answer was set that nobody waited for");
      if (!sdp.includes(JSON.stringify(offer.sdp)))
        throw new TypeError("An answer to another offer");
      this.agreedChanges = offer.changes;
      this.#agree(offer.sdp, sdp);
    }
    return { type: "remote-set" } as const;
  }

  #rollBack(): void {
    this.#offered = null;
    this.#becomeStable();
  }

  #agree(local: string, remote: string | null): void {
    this.local = local;
    this.remote = remote;
    this.#offered = null;
    this.#becomeStable();
  }

  #becomeStable(): void {
    this.#taken = null;
    this.state = "stable";
    this.#isAsking = this.changes > this.agreedChanges;
  }
}
