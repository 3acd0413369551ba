import { setTimeout as sleep } from "node:timers/promises";

const everyMs = 20;

/**
 * Waits for a condition.
 *
 * @throws {Error} if it has not come true after a while
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  what: () => string,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for ${what()}`);
    await sleep(everyMs);
  }
}
