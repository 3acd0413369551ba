const windowMs = 15 * 60_000;
const maxFailuresOfAccount = 10;
const maxFailuresOfAddress = 50;

/** Addresses, browsers and names that nobody has whose failures are remembered; the one that failed longest ago goes first. */
const maxRemembered = 5_000;

/** Who tries to sign in as whom. */
export interface Attempt {
  readonly username: string;
  readonly address: string;
  /** The browser, when it has signed in to this account before. */
  readonly device: string | null;
}

/** An attempt of which it is known whether anybody has that user name. */
export interface Candidate extends Attempt {
  readonly exists: boolean;
}

interface Failure {
  readonly at: number;
  readonly username: string;
  readonly address: string;
}

/** Counts failed sign-ins and says who has to wait. */
export interface SignInGuard {
  /** How long until this attempt may be made; 0 when it may be made now. */
  readonly waitMs: (candidate: Candidate, now: number) => number;
  /** Whether so many failed at its address that it is dealt with slowly. */
  readonly isSlowed: (candidate: Candidate, now: number) => boolean;
  /**
   * Counts an attempt as failed. Called before the password is checked, so none slips by beside it.
   *
   * @returns what takes this one back, when it was not checked after all
   */
  readonly count: (candidate: Candidate, now: number) => () => void;
  /** Takes back what a person mistyped, and this attempt, once they have signed in. */
  readonly forgive: (candidate: Candidate) => void;
}

/**
 * Makes the guard: 10 failures in 15 minutes an account; an address with 50 is slowed.
 *
 * A browser that has signed in to the account before is counted by itself, so that
 * nobody can lock its owner out (OWASP, "device cookies"). No address is refused: a
 * school is one, with its guesser in it.
 *
 * Names that nobody has are counted apart and forgotten when there are many, so that
 * they push no account's failures out of memory.
 */
export function createSignInGuard(): SignInGuard {
  const accounts = countersOf(maxFailuresOfAccount, Number.POSITIVE_INFINITY);
  const inventions = countersOf(maxFailuresOfAccount, maxRemembered);
  const devices = countersOf(maxFailuresOfAccount, maxRemembered);
  const addresses = countersOf(maxFailuresOfAddress, maxRemembered);

  function ofAccount({ username, device, exists }: Candidate): Counter {
    if (device !== null) return { counters: devices, key: `${device} ${username}` };
    return { counters: exists ? accounts : inventions, key: username };
  }

  function ofAddress({ address, device }: Candidate): readonly Counter[] {
    return device === null ? [{ counters: addresses, key: address }] : [];
  }

  return {
    waitMs: (candidate, now) => waitOf(ofAccount(candidate), now),
    isSlowed: (candidate, now) => ofAddress(candidate).some((counter) => waitOf(counter, now) > 0),
    count: (candidate, now) => {
      const { username, address } = candidate;
      const failure = { at: now, username, address };
      const counters = [ofAccount(candidate), ...ofAddress(candidate)];
      for (const counter of counters) add(counter, failure);
      return () => {
        for (const counter of counters) keep(counter, (other) => other !== failure);
      };
    },
    forgive: (candidate) => {
      const isOther = ({ username, address }: Failure) =>
        username !== candidate.username || address !== candidate.address;
      for (const counter of [ofAccount(candidate), ...ofAddress(candidate)]) keep(counter, isOther);
    },
  };
}

interface Counters {
  readonly failures: Map<string, readonly Failure[]>;
  readonly max: number;
  readonly maxKeys: number;
}

interface Counter {
  readonly counters: Counters;
  readonly key: string;
}

function countersOf(max: number, maxKeys: number): Counters {
  return { failures: new Map(), max, maxKeys };
}

function waitOf({ counters, key }: Counter, now: number): number {
  const recent = recentOf(counters.failures.get(key), now);
  const oldestThatCounts = recent.at(-counters.max);
  return oldestThatCounts ? oldestThatCounts.at + windowMs - now : 0;
}

function add({ counters, key }: Counter, failure: Failure): void {
  const { failures, max, maxKeys } = counters;
  const recent = recentOf(failures.get(key), failure.at);
  // Deleted first: a `Map` keeps the order of insertion, and the oldest is to be its first.
  failures.delete(key);
  failures.set(key, [...recent, failure].slice(-max));
  for (const [oldest, old] of failures) {
    if (failures.size <= maxKeys && recentOf(old, failure.at).length > 0) break;
    failures.delete(oldest);
  }
}

function keep({ counters, key }: Counter, isKept: (failure: Failure) => boolean): void {
  const kept = (counters.failures.get(key) ?? []).filter(isKept);
  if (kept.length === 0) counters.failures.delete(key);
  else counters.failures.set(key, kept);
}

function recentOf(failures: readonly Failure[] | undefined, now: number): readonly Failure[] {
  return (failures ?? []).filter((failure) => failure.at > now - windowMs);
}
