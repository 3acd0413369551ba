/** Prints a line about a run now and then, with how far it is and how fast it goes. */
export class Progress {
  readonly #what: string;
  readonly #total: number;
  readonly #everyMs: number;
  readonly #startedAt = performance.now();
  #printedAt = performance.now();
  #isDone = false;

  constructor(what: string, total: number, everyMs = 5_000) {
    this.#what = what;
    this.#total = total;
    this.#everyMs = everyMs;
  }

  /** To be told of each step; prints when it is time, and at the end once. */
  tell(done: number, more = ""): void {
    const now = performance.now();
    const isDone = done >= this.#total;
    if (this.#isDone || (!isDone && now - this.#printedAt < this.#everyMs)) return;
    this.#isDone = isDone;
    this.#printedAt = now;
    const seconds = (now - this.#startedAt) / 1000;
    const rate = Math.round(done / Math.max(seconds, 0.001));
    process.stdout.write(
      `${this.#what}: ${done} of ${this.#total} in ${seconds.toFixed(0)} s (${rate}/s)${more}\n`,
    );
  }
}
