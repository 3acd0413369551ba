const firstMs = 500;
/** Also the longest that anybody comes after the server does, however long it was away. */
const longestMs = 6_000;

/**
 * How long to wait before the next attempt to come back.
 *
 * Doubles from half a second to six; the random half of it keeps a school's
 * clients from coming back in the same instant.
 *
 * @param attempt 0 for the first attempt after a break
 * @param random from 0 to 1, as of `Math.random`
 * @returns ms
 */
export function backOffMs(attempt: number, random: number): number {
  const longest = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 10));
  return Math.round(longest * (0.5 + random / 2));
}
