const windowMs = 15 * 60_000;
const maxFailuresOfAccount = 10;
const maxFailuresOfAddress = 50;

/** Accounts, and addresses, whose failures are remembered; the one that failed longest ago goes first. */
const maxRemembered = 5_000;

/** Who tries to sign in as whom. */
export interface Attempt {
  readonly username: string;
  readonly address: string;
  /** The browser, when it has signed in to this account before. */
  readonly device: string | null;
}

interface Failure {
  readonly at: number;
  readonly username: string;
  readonly address: string;
}

/** Counts failed sign-ins and says who has to wait. It holds a bounded number of failures. */
export interface SignInGuard {
  /** How long until this attempt may be made; 0 when it may be made now. */
  readonly waitMs: (attempt: Attempt, now: number) => number;
  /** Counts an attempt as failed. Called before the password is checked, so none slips by beside it. */
  readonly count: (attempt: Attempt, now: number) => void;
  /** Takes back what a person mistyped, and this attempt, once they have signed in. */
  readonly forgive: (attempt: Attempt) => void;
}

/**
 * Makes the guard: 10 failures in 15 minutes an account, 50 an address.
 *
 * A browser that has signed in to the account before is counted by itself, so
 * that nobody can lock its owner out, and a school behind one address is not
 * locked out with a guesser in it (OWASP, "device cookies").
 */
export function createSignInGuard(): SignInGuard {
  const accounts = new Map<string, readonly Failure[]>();
  const addresses = new Map<string, readonly Failure[]>();
  const devices = new Map<string, readonly Failure[]>();

  function countersOf({ username, address, device }: Attempt): readonly Counter[] {
    return device === null
      ? [
          { failures: accounts, key: username, max: maxFailuresOfAccount },
          { failures: addresses, key: address, max: maxFailuresOfAddress },
        ]
      : [{ failures: devices, key: `${device} ${username}`, max: maxFailuresOfAccount }];
  }

  return {
    waitMs: (attempt, now) =>
      Math.max(...countersOf(attempt).map((counter) => waitOf(counter, now))),
    count: (attempt, now) => {
      const { username, address } = attempt;
      for (const counter of countersOf(attempt)) add(counter, { at: now, username, address });
    },
    forgive: (attempt) => {
      for (const counter of countersOf(attempt)) forgive(counter, attempt);
    },
  };
}

interface Counter {
  readonly failures: Map<string, readonly Failure[]>;
  readonly key: string;
  readonly max: number;
}

function waitOf({ failures, key, max }: Counter, now: number): number {
  const recent = recentOf(failures.get(key), now);
  const oldestThatCounts = recent.at(-max);
  return oldestThatCounts ? oldestThatCounts.at + windowMs - now : 0;
}

function add({ failures, key, max }: Counter, failure: Failure): void {
  const recent = recentOf(failures.get(key), failure.at);
  // Deleted first: a `Map` keeps the order of insertion, and the oldest is to be its first.
  failures.delete(key);
  failures.set(key, [...recent, failure].slice(-max));
  for (const oldest of failures.keys()) {
    if (failures.size <= maxRemembered) break;
    failures.delete(oldest);
  }
}

function forgive({ failures, key }: Counter, { username, address }: Attempt): void {
  const kept = (failures.get(key) ?? []).filter(
    (failure) => failure.username !== username || failure.address !== address,
  );
  if (kept.length === 0) failures.delete(key);
  else failures.set(key, kept);
}

function recentOf(failures: readonly Failure[] | undefined, now: number): readonly Failure[] {
  return (failures ?? []).filter((failure) => failure.at > now - windowMs);
}
