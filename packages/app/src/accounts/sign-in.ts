import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Context } from "../context.ts";
import { type Problem, problem } from "../http/problem.ts";
import { type Account, toAccount } from "./account.ts";
import { toComparable } from "./password.ts";
import type { Attempt } from "./sign-in-guard.ts";

/**
 * Checks a user name and a password.
 *
 * A user name that nobody has, a disabled account and one without a password
 * get the answer of a wrong password, after the same work.
 *
 * @param attempt who tries; its user name is the one that is looked up
 */
export async function signIn(
  context: Context,
  attempt: Attempt,
  password: string,
): Promise<Result<Account, Problem>> {
  const { guard, now, turnstile } = context;
  const waitMs = guard.waitMs(attempt, now());
  if (waitMs > 0) return fail(tooManyAttempts(waitMs));
  const outcome = await turnstile.pass(() => check(context, attempt, password));
  return outcome === "full" ? fail(problem("overloaded")) : outcome;
}

async function check(
  context: Context,
  attempt: Attempt,
  password: string,
): Promise<Result<Account, Problem>> {
  const { db, guard, now, passwords } = context;
  // Asked again: others may have failed while this one stood in line.
  const waitMs = guard.waitMs(attempt, now());
  if (waitMs > 0) return fail(tooManyAttempts(waitMs));
  guard.count(attempt, now());
  const row = await db
    .selectFrom("accounts")
    .select(["id", "username", "name", "role", "passwordHash"])
    .where("username", "=", attempt.username)
    .where("disabledAt", "is", null)
    .executeTakeFirst();
  const isRight = await passwords.verify(row?.passwordHash ?? null, toComparable(password));
  if (!row || !isRight) return fail(problem("bad-credentials"));
  guard.forgive(attempt);
  return ok(toAccount(row));
}

function tooManyAttempts(retryAfterMs: number): Problem {
  return problem("too-many-attempts", { retryAfterMs });
}
