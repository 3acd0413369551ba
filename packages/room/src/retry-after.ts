/** A longer wait is a mistake, or for something that may well be over sooner. */
const longestMs = 3_600_000;

/**
 * Reads how long not to ask again, which is named in seconds or as a date.
 *
 * @param now ms since the epoch
 * @returns ms, an hour at most; 0 where nothing is said that can be read
 * @see RFC 9110 §10.2.3
 */
export function retryAfterMs(header: string | null, now: number): number {
  if (header === null) return 0;
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return waitMs > 0 ? Math.min(waitMs, longestMs) : 0;
}
