const firstDelayMs = 200;
const longestDelayMs = 10_000;
/** A life this long was a good one: the next death is counted as the first. */
const goodLifeMs = 30_000;

/**
 * How long to wait before a process that died is started again.
 *
 * @param lastDelayMs the wait before the life that just ended; `null` for a first life
 * @param livedMs how long that life was
 */
export function backOffMs(lastDelayMs: number | null, livedMs: number): number {
  if (lastDelayMs === null || livedMs >= goodLifeMs) return firstDelayMs;
  return Math.min(lastDelayMs * 2, longestDelayMs);
}
