import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Account } from "../accounts/account.ts";
import { addAccount } from "../accounts/account-store.ts";
import { passwordRule, readPassword } from "../accounts/password.ts";
import { readUsername, usernameRule } from "../accounts/username.ts";
import { tellClosings } from "../conferences/closings.ts";
import { revokeAccount } from "../conferences/revoke.ts";
import type { Context } from "../context.ts";
import type { Database } from "../database/schema.ts";
import { type Problem, problem } from "../http/problem.ts";
import { nameRule, readName } from "../names.ts";
import { closeSessionsOf } from "../sessions/session-store.ts";
import { findLink, type LinkPurpose, useLink } from "./one-time-links.ts";

/** What a person sends along with a one-time link. */
export interface LinkAnswer {
  readonly secret: string;
  readonly password: string;
  /** Asked of whoever makes the first account. */
  readonly name?: string;
  readonly username?: string;
}

/**
 * Sets the password that a link is for, and for the first account makes it.
 *
 * The link is used up only when all of the answer was right. Sessions and tokens that
 * the account had before are ended, since a reset is often the answer to a stranger.
 */
export async function acceptLink(
  context: Context,
  answer: LinkAnswer,
): Promise<Result<Account, Problem>> {
  const { db, now, passwords } = context;
  const purpose = await findLink(db, answer.secret, now());
  if (!purpose) return fail(problem("link-not-found"));
  const person = readPerson(purpose, answer);
  if (!person.ok) return person;
  const password = readPassword(answer.password);
  if (!password) return fail(problem("invalid-field", passwordRule));
  const passwordHash = await passwords.hash(password);
  const account = await db
    .transaction()
    .execute((inside) =>
      settle(inside, { answer, purpose, person: person.value, passwordHash }, now()),
    );
  if (!account) return fail(problem("link-not-found"));
  await tellClosings(context);
  return ok(account);
}

interface Person {
  readonly name: string;
  readonly username: string;
}

function readPerson(purpose: LinkPurpose, answer: LinkAnswer): Result<Person, Problem> {
  if (purpose.type === "account") return ok(purpose.account);
  const name = readName(answer.name ?? "");
  if (!name) return fail(problem("invalid-field", nameRule));
  const username = readUsername(answer.username ?? "");
  if (!username) return fail(problem("invalid-field", usernameRule));
  return ok({ name, username });
}

interface Settlement {
  readonly answer: LinkAnswer;
  readonly purpose: LinkPurpose;
  readonly person: Person;
  readonly passwordHash: string;
}

async function settle(db: Database, settlement: Settlement, now: number): Promise<Account | null> {
  const { answer, purpose, person, passwordHash } = settlement;
  if (!(await useLink(db, answer.secret))) return null;
  if (purpose.type === "first-account") {
    return addAccount(db, { ...person, role: "administrator", passwordHash }, now);
  }
  const { account } = purpose;
  await db
    .updateTable("accounts")
    .set({ passwordHash, lastSeenAt: now })
    .where("id", "=", account.id)
    .execute();
  await closeSessionsOf(db, account.id);
  await revokeAccount(db, account.id, now);
  return account;
}
