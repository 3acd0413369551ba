const hourMs = 60 * 60_000;

/** A session that nobody used for so long is over. */
export const idleLimitMs = 12 * hourMs;

/** A session is over so long after the sign-in, used or not. */
export const absoluteLimitMs = 7 * 24 * hourMs;

/** How much older than the truth `lastSeenAt` may be, so that not every request writes. */
export const touchIntervalMs = 60_000;

export interface SessionTimes {
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

export function isAlive({ createdAt, lastSeenAt }: SessionTimes, now: number): boolean {
  return now < lastSeenAt + idleLimitMs && now < createdAt + absoluteLimitMs;
}
