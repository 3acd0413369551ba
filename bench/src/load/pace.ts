import type { Random } from "./random.ts";

export interface Pace {
  readonly perSecond: number;
  readonly forMs: number;
  readonly random: Random;
}

/** Below this a timer is too coarse to wait with. */
const spinMs = 2;

/**
 * Does something at random moments, so many times a second on average (a Poisson process).
 *
 * It is handed the moment at which it was due, in ms of `performance.now`: a
 * latency from then on counts what the generator or the server was late by.
 */
export function pace(
  { perSecond, forMs, random }: Pace,
  act: (dueMs: number) => void,
): Promise<void> {
  const meanMs = 1000 / perSecond;
  const next = () => -Math.log(1 - random()) * meanMs;
  const startMs = performance.now();
  let dueMs = startMs + next();
  return new Promise((resolve) => {
    const turn = (): void => {
      const nowMs = performance.now();
      for (; dueMs <= nowMs && dueMs < startMs + forMs; dueMs += next()) act(dueMs);
      if (nowMs >= startMs + forMs) return resolve();
      if (dueMs - nowMs > spinMs) setTimeout(turn, spinMs / 2);
      else setImmediate(turn);
    };
    turn();
  });
}
