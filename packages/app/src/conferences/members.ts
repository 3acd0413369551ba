import type { Database } from "../database/schema.ts";

/** A student of a conference as its teacher sees them. */
export interface Member {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** They have not set a password yet. */
  readonly pending: boolean;
}

export async function listMembers(db: Database, conferenceId: string): Promise<readonly Member[]> {
  const rows = await db
    .selectFrom("enrolments")
    .innerJoin("accounts", "accounts.id", "enrolments.accountId")
    .select(["accounts.id", "accounts.username", "accounts.name", "accounts.passwordHash"])
    .where("enrolments.conferenceId", "=", conferenceId)
    .orderBy("accounts.nameKey")
    .orderBy("accounts.username")
    .execute();
  return rows.map(({ id, username, name, passwordHash }) => ({
    id,
    username,
    name,
    pending: passwordHash === null,
  }));
}

/** Enrols an account; `false` when it was enrolled before. */
export async function enrol(
  db: Database,
  enrolment: { readonly conferenceId: string; readonly accountId: string },
  now: number,
): Promise<boolean> {
  const added = await db
    .insertInto("enrolments")
    .values({ ...enrolment, createdAt: now })
    .onConflict((conflict) => conflict.columns(["conferenceId", "accountId"]).doNothing())
    .returning("accountId")
    .executeTakeFirst();
  return added !== undefined;
}

/** Takes an account out again; `false` when it was not enrolled. */
export async function unenrol(
  db: Database,
  { conferenceId, accountId }: { readonly conferenceId: string; readonly accountId: string },
): Promise<boolean> {
  const removed = await db
    .deleteFrom("enrolments")
    .where("conferenceId", "=", conferenceId)
    .where("accountId", "=", accountId)
    .returning("accountId")
    .executeTakeFirst();
  return removed !== undefined;
}
