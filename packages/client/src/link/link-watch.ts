import type { LinkFigures } from "./link.ts";
import { isDownloadFull } from "./quality.ts";
import type { UplinkFacts } from "./sending.ts";

/** A pair as it is looked at. */
export interface WatchedPair {
  readonly figures: LinkFigures | null;
  measure(uplink: UplinkFacts): Promise<void>;
  judge(isDownloadFull: boolean): void;
}

export interface LinkWatchOptions {
  readonly pairs: () => readonly WatchedPair[];
  readonly isUplinkShort: () => boolean;
  /** Every pair has been measured and judged. */
  readonly onRound: () => void;
}

/** Every pair is looked at once in this time. */
const roundMs = 1_000;

/** Looks at the pairs, one after the other and never all at once, for as long as one is in the room. */
export class LinkWatch {
  readonly #options: LinkWatchOptions;
  #round: readonly WatchedPair[] = [];
  #next = 0;
  #isDownloadFull = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: LinkWatchOptions) {
    this.#options = options;
  }

  /** May be called twice. */
  start(): void {
    this.#timer ??= setTimeout(() => this.#look(), roundMs);
  }

  /** May be called twice. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    if (this.#next >= this.#round.length) this.#begin();
    const pair = this.#round[this.#next];
    this.#next += 1;
    if (pair) void this.#measure(pair, this.#next === this.#round.length);
    this.#timer = setTimeout(() => this.#look(), roundMs / Math.max(1, this.#round.length));
  }

  #begin(): void {
    this.#round = this.#options.pairs();
    this.#next = 0;
    this.#isDownloadFull = isDownloadFull(this.#round.flatMap(({ figures }) => figures ?? []));
  }

  async #measure(pair: WatchedPair, isLast: boolean): Promise<void> {
    await pair.measure({ isUplinkShort: this.#options.isUplinkShort() });
    if (this.#timer === undefined) return;
    pair.judge(this.#isDownloadFull);
    if (isLast) this.#options.onRound();
  }
}
