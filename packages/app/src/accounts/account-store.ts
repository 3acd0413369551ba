import type { Database } from "../database/schema.ts";
import { foldName } from "../names.ts";
import { newId } from "../secrets.ts";
import { type Account, type AccountRole, toAccount } from "./account.ts";

const publicColumns = ["id", "username", "name", "role"] as const;

/** An account as an administrator sees it. */
export interface AccountDetails extends Account {
  readonly disabled: boolean;
  readonly lastSeenAt: number | null;
  /** Its person has not set a password yet. */
  readonly pending: boolean;
}

export interface NewAccount {
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
  /** Absent until the person sets a password. */
  readonly passwordHash?: string;
  /** Whose account makes it; absent when nobody's does. */
  readonly createdBy?: string;
}

export async function addAccount(db: Database, account: NewAccount, now: number): Promise<Account> {
  const { username, name, role, passwordHash = null, createdBy = null } = account;
  const row = {
    id: newId(),
    username,
    name,
    nameKey: foldName(name),
    role,
    passwordHash,
    disabledAt: null,
    createdAt: now,
    createdBy,
    lastSeenAt: passwordHash === null ? null : now,
  };
  await db.insertInto("accounts").values(row).execute();
  return toAccount(row);
}

export async function findAccount(db: Database, id: string): Promise<AccountDetails | null> {
  const row = await db
    .selectFrom("accounts")
    .select([...publicColumns, "disabledAt", "lastSeenAt", "passwordHash"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row ? toDetails(row) : null;
}

export async function findByUsername(db: Database, username: string): Promise<Account | null> {
  const row = await db
    .selectFrom("accounts")
    .select(publicColumns)
    .where("username", "=", username)
    .executeTakeFirst();
  return row ? toAccount(row) : null;
}

/** Whether an account was made by another. */
export async function isCreatedBy(
  db: Database,
  { accountId, creatorId }: { readonly accountId: string; readonly creatorId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom("accounts")
    .select("id")
    .where("id", "=", accountId)
    .where("createdBy", "=", creatorId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Accounts that bear a name, whatever its case and accents. */
export async function findByName(db: Database, name: string): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom("accounts")
    .select(publicColumns)
    .where("nameKey", "=", foldName(name))
    .orderBy("createdAt")
    .limit(maxFound)
    .execute();
  return rows.map(toAccount);
}

export async function listAccounts(db: Database): Promise<readonly AccountDetails[]> {
  const rows = await db
    .selectFrom("accounts")
    .select([...publicColumns, "disabledAt", "lastSeenAt", "passwordHash"])
    .orderBy("nameKey")
    .orderBy("username")
    .execute();
  return rows.map(toDetails);
}

const maxFound = 10;

/** The first ten accounts in use whose name or user name has the text in it. */
export async function searchAccounts(db: Database, query: string): Promise<readonly Account[]> {
  const key = foldName(query);
  if (key === "") return [];
  const rows = await db
    .selectFrom("accounts")
    .select(publicColumns)
    .where("disabledAt", "is", null)
    .where(({ or, eb, fn }) =>
      or([
        // `replace` finds a text without giving `%` and `_` a meaning, on both databases.
        eb(fn<string>("replace", ["nameKey", eb.val(key), eb.val("")]), "!=", eb.ref("nameKey")),
        eb(fn<string>("replace", ["username", eb.val(key), eb.val("")]), "!=", eb.ref("username")),
      ]),
    )
    .orderBy("nameKey")
    .orderBy("username")
    .limit(maxFound)
    .execute();
  return rows.map(toAccount);
}

/** The user names in use that start with a stem. */
export async function usernamesLike(db: Database, stem: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("accounts")
    .select("username")
    .where("username", ">=", stem)
    // `~` sorts after every character of a user name.
    .where("username", "<", `${stem}~`)
    .execute();
  return new Set(rows.map((row) => row.username));
}

interface DetailRow extends Account {
  readonly disabledAt: number | null;
  readonly lastSeenAt: number | null;
  readonly passwordHash: string | null;
}

function toDetails(row: DetailRow): AccountDetails {
  return {
    ...toAccount(row),
    disabled: row.disabledAt !== null,
    lastSeenAt: row.lastSeenAt,
    pending: row.passwordHash === null,
  };
}
