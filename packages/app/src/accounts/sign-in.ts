import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Context } from "../context.ts";
import type { Database } from "../database/schema.ts";
import { type Problem, problem } from "../http/problem.ts";
import { type Account, toAccount } from "./account.ts";
import { toComparable } from "./password.ts";
import type { Attempt } from "./sign-in-guard.ts";

/** How long a failure is kept back at an address that is slowed, in ms. */
export const slowFailureMs = 1_000;

/**
 * Checks a user name and a password.
 *
 * A user name that nobody has, a disabled account and one without a password
 * get the answer of a wrong password, after the same time.
 *
 * @param attempt who tries; its user name is the one that is looked up
 */
export async function signIn(
  context: Context,
  attempt: Attempt,
  password: string,
): Promise<Result<Account, Problem>> {
  const { db, guard, now, turnstile } = context;
  const stored = await findStored(db, attempt.username);
  const candidate = { ...attempt, exists: stored !== null };
  const retryAfterMs = guard.waitMs(candidate, now());
  if (retryAfterMs > 0) return fail(problem("too-many-attempts", { retryAfterMs }));
  const isSlowed = guard.isSlowed(candidate, now());
  const takeBack = guard.count(candidate, now());
  const check = () => checkPassword(context, stored, password);
  const account = await (isSlowed ? passSlowly(context, stored, check) : turnstile.pass(check));
  if (account === "full") {
    takeBack();
    return fail(problem("overloaded"));
  }
  if (!account) return fail(problem("bad-credentials"));
  guard.forgive(candidate);
  return ok(account);
}

interface Stored extends Account {
  readonly passwordHash: string | null;
}

async function findStored(db: Database, username: string): Promise<Stored | null> {
  const row = await db
    .selectFrom("accounts")
    .select(["id", "username", "name", "role", "passwordHash"])
    .where("username", "=", username)
    .where("disabledAt", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

async function checkPassword(
  { passwords }: Context,
  stored: Stored | null,
  password: string,
): Promise<Account | null> {
  const isRight = await passwords.verify(stored?.passwordHash ?? null, toComparable(password));
  return stored && isRight ? toAccount(stored) : null;
}

/**
 * Deals with an attempt from where many failed: one at a time, so that other addresses
 * always find a place, and with no work for a name that nobody has, of which there is no
 * end. When a failure is told does not depend on which of the two it was.
 */
async function passSlowly(
  { slowLane, turnstile, pause }: Context,
  stored: Stored | null,
  check: () => Promise<Account | null>,
): Promise<Account | null | "full"> {
  const paused = pause(slowFailureMs);
  const account = stored && (await slowLane.pass(() => turnstile.pass(check)));
  if (!account) await paused;
  return account;
}
