import type { MendingProgress } from "../state.ts";
import { step, well } from "./ladder.ts";
import type { Facts, Mending, MendingEffect, MendingEvent } from "./mending.ts";

export interface MenderOptions {
  readonly facts: () => Facts;
  readonly perform: (effect: MendingEffect) => void;
  /** The progress is another now. */
  readonly onChange: () => void;
}

/** Keeps the time of the mending of one pair, and has done what the ladder decides. */
export class Mender {
  readonly #options: MenderOptions;
  #mending: Mending = well;
  #nextAt: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MenderOptions) {
    this.#options = options;
  }

  /** What is done at the moment; a restart that only makes sure of a call that is up is not told of. */
  get progress(): MendingProgress | null {
    if (this.#mending.step === "well" || this.#options.facts().connection === "connected") {
      return null;
    }
    const { step: present, since } = this.#mending;
    return { step: present, since, nextAt: this.#nextAt };
  }

  take(event: MendingEvent): void {
    const facts = this.#options.facts();
    const { mending, effects } = step(this.#mending, event, facts);
    if (mending === this.#mending) return;
    this.#mending = mending;
    this.#keepTime(facts.now);
    for (const effect of effects) this.#options.perform(effect);
    this.#options.onChange();
  }

  /** Does nothing any more; may be called twice. */
  close(): void {
    clearTimeout(this.#timer);
  }

  #keepTime(now: number): void {
    clearTimeout(this.#timer);
    const timeoutMs = this.#mending.step === "well" ? null : this.#mending.timeoutMs;
    this.#nextAt = timeoutMs === null ? null : now + timeoutMs;
    if (timeoutMs === null) return;
    this.#timer = setTimeout(() => this.take({ type: "timeout" }), timeoutMs);
  }
}
