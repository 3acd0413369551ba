/** Time as the supervisor sees it; tests turn it by hand. */
export interface Clock {
  /** ms on a clock that never goes back. */
  readonly now: () => number;
  /** Runs something once after a delay; the function returned calls it off. */
  readonly after: (delayMs: number, run: () => void) => () => void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
