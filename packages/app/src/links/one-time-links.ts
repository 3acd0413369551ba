import { type Account, toAccount } from "../accounts/account.ts";
import type { Database } from "../database/schema.ts";
import { hashSecret, newSecret } from "../secrets.ts";

const accountLinkLifeMs = 14 * 24 * 60 * 60_000;

/** What a one-time link is for. */
export type LinkPurpose =
  | { readonly type: "first-account" }
  | { readonly type: "account"; readonly account: Account };

/** The path at which a link's secret is used: in the fragment, which no server and no log sees. */
export function welcomePath(secret: string): string {
  return `/welcome#${secret}`;
}

/** Makes the link with which a person sets the password of an account; earlier ones of it end. */
export async function makeAccountLink(
  db: Database,
  accountId: string,
  now: number,
): Promise<string> {
  const secret = newSecret();
  await db
    .deleteFrom("oneTimeLinks")
    .where((where) => where.or([where("accountId", "=", accountId), where("expiresAt", "<=", now)]))
    .execute();
  await db
    .insertInto("oneTimeLinks")
    .values({
      secretHash: hashSecret(secret),
      accountId,
      createdAt: now,
      expiresAt: now + accountLinkLifeMs,
    })
    .execute();
  return secret;
}

/**
 * Makes a link for the first account, or `null` when there is an account.
 *
 * Only hashes are stored, so each start prints another one; those printed before
 * go on to work until one of them was used.
 */
export async function makeFirstAccountLink(db: Database, now: number): Promise<string | null> {
  const anyAccount = await db.selectFrom("accounts").select("id").limit(1).executeTakeFirst();
  if (anyAccount) return null;
  const secret = newSecret();
  await db
    .insertInto("oneTimeLinks")
    .values({ secretHash: hashSecret(secret), accountId: null, createdAt: now, expiresAt: null })
    .execute();
  return secret;
}

/** What a link is for; `null` when it was used, replaced, has expired, or its account is disabled. */
export async function findLink(
  db: Database,
  secret: string,
  now: number,
): Promise<LinkPurpose | null> {
  const link = await db
    .selectFrom("oneTimeLinks")
    .select(["accountId", "expiresAt"])
    .where("secretHash", "=", hashSecret(secret))
    .executeTakeFirst();
  if (!link || (link.expiresAt !== null && link.expiresAt <= now)) return null;
  if (link.accountId === null) return { type: "first-account" };
  const account = await db
    .selectFrom("accounts")
    .select(["id", "username", "name", "role"])
    .where("id", "=", link.accountId)
    .where("disabledAt", "is", null)
    .executeTakeFirst();
  return account ? { type: "account", account: toAccount(account) } : null;
}

/** Uses a link up, together with those of the same purpose; `false` when somebody else was faster. */
export async function useLink(db: Database, secret: string): Promise<boolean> {
  const used = await db
    .deleteFrom("oneTimeLinks")
    .where("secretHash", "=", hashSecret(secret))
    .returning("accountId")
    .executeTakeFirst();
  if (!used) return false;
  const { accountId } = used;
  await db
    .deleteFrom("oneTimeLinks")
    .where("accountId", accountId === null ? "is" : "=", accountId)
    .execute();
  return true;
}
