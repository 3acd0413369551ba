import type { LinkFigures } from "./link.ts";
import { isDownloadFull } from "./quality.ts";

/** A pair as it is looked at. */
export interface WatchedPair {
  readonly figures: LinkFigures | null;
  measure(): Promise<void>;
  judge(isDownloadFull: boolean): void;
}

export interface LinkWatchOptions {
  readonly pairs: () => readonly WatchedPair[];
  /** Every pair has been looked at. */
  readonly onRound: () => void;
}

/** Every pair is looked at once in this time. */
const roundMs = 1_000;

/** Looks at the pairs, one after the other and never all at once, for as long as one is in the room. */
export class LinkWatch {
  readonly #options: LinkWatchOptions;
  #round: readonly WatchedPair[] = [];
  #next = 0;
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
    void this.#round[this.#next]?.measure();
    this.#next += 1;
    this.#timer = setTimeout(() => this.#look(), roundMs / Math.max(1, this.#round.length));
  }

  /** What was measured in the round before has come in. */
  #begin(): void {
    const pairs = this.#options.pairs();
    const figures = pairs.flatMap((pair) => pair.figures ?? []);
    for (const pair of pairs) pair.judge(isDownloadFull(figures));
    if (pairs.length > 0) this.#options.onRound();
    this.#round = pairs;
    this.#next = 0;
  }
}
