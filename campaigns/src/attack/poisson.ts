import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../support/random.ts";

export interface PoissonOptions {
  readonly perSecond: number;
  readonly seconds: number;
  readonly random: Random;
}

/** Does something at random moments, so many times a second on average. */
export async function poisson(
  { perSecond, seconds, random }: PoissonOptions,
  act: () => void,
): Promise<void> {
  const next = (): number => (-Math.log(1 - random.unit()) * 1_000) / perSecond;
  const endsAt = performance.now() + seconds * 1_000;
  for (let dueAt = performance.now() + next(); dueAt < endsAt; dueAt += next()) {
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    act();
  }
}
