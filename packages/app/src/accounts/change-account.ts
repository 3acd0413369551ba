import { fail, ok, type Result } from "@lectern/protocol/result";
import { revokeAccount, revokeTeacher } from "../conferences/revoke.ts";
import type { Database } from "../database/schema.ts";
import { type Problem, problem } from "../http/problem.ts";
import { foldName } from "../names.ts";
import { closeSessionsOf } from "../sessions/session-store.ts";
import { type AccountRole, mayTeach } from "./account.ts";
import { type AccountDetails, findAccount, listAccounts } from "./account-store.ts";

export interface AccountChange {
  readonly name: string;
  readonly role: AccountRole;
  readonly disabled: boolean;
}

/** Changes an account as an administrator wishes; a disabled one loses its sessions and tokens. */
export async function changeAccount(
  db: Database,
  id: string,
  change: AccountChange,
  now: number,
): Promise<Result<AccountDetails, Problem>> {
  return db.transaction().execute(async (inside) => {
    const account = await findAccount(inside, id);
    if (!account) return fail(problem("account-not-found"));
    if (!leavesAnAdministrator(await listAccounts(inside), id, change)) {
      return fail(problem("last-administrator"));
    }
    const { name, role, disabled } = change;
    await inside
      .updateTable("accounts")
      .set({ name, nameKey: foldName(name), role, disabledAt: disabled ? now : null })
      .where("id", "=", id)
      .execute();
    if (disabled) await closeSessionsOf(inside, id);
    if (disabled) await revokeAccount(inside, id, now);
    else if (!mayTeach(role)) await revokeTeacher(inside, id, now);
    return ok({ ...account, name, role, disabled });
  });
}

/** Whether somebody who can sign in is still an administrator after the change. */
export function leavesAnAdministrator(
  accounts: readonly AccountDetails[],
  id: string,
  change: Pick<AccountChange, "role" | "disabled">,
): boolean {
  return accounts
    .map((account) => (account.id === id ? { ...account, ...change } : account))
    .some(({ role, disabled, pending }) => role === "administrator" && !disabled && !pending);
}

/** Gives an account another name; the person does it for themselves. */
export async function renameAccount(db: Database, id: string, name: string): Promise<void> {
  await db
    .updateTable("accounts")
    .set({ name, nameKey: foldName(name) })
    .where("id", "=", id)
    .execute();
}
