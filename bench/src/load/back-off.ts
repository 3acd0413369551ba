const firstMs = 500;
const longestMs = 6_000;

/**
 * How long a client of the library waits before its next attempt to come back, in ms.
 *
 * @param attempt 0 for the first attempt after a break
 */
export function backOffMs(attempt: number, random: number): number {
  const longest = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(longest * (0.5 + random / 2));
}
