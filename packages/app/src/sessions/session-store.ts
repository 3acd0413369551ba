import type { Selectable } from "kysely";
import { toAccount } from "../accounts/account.ts";
import type { Database, SessionTable } from "../database/schema.ts";
import { hashSecret, newId, newSecret } from "../secrets.ts";
import { absoluteLimitMs, idleLimitMs, isAlive, touchIntervalMs } from "./session-limits.ts";
import type { Guest, Visitor } from "./visitor.ts";

/** Opens a session of an account and gives the id for its cookie, which is stored nowhere. */
export async function openAccountSession(
  db: Database,
  accountId: string,
  now: number,
): Promise<string> {
  return openSession(db, { accountId, conferenceId: null, guest: null }, now);
}

/** Opens the session of a new guest and gives the id for its cookie. */
export async function openGuestSession(
  db: Database,
  guest: Omit<Guest, "id">,
  now: number,
): Promise<string> {
  return openSession(db, { accountId: null, conferenceId: guest.conferenceId, guest }, now);
}

/** Who a session id stands for; a session that is over, or of a disabled account, is nobody's. */
export async function findVisitor(db: Database, id: string, now: number): Promise<Visitor> {
  const sessionHash = hashSecret(id);
  const session = await db
    .selectFrom("sessions")
    .selectAll()
    .where("idHash", "=", sessionHash)
    .executeTakeFirst();
  if (!session || !isAlive(session, now)) return { kind: "nobody" };
  if (now - session.lastSeenAt >= touchIntervalMs) await touch(db, session, now);
  const guest = guestOf(session);
  if (guest) return { kind: "guest", guest, sessionHash };
  const account = await db
    .selectFrom("accounts")
    .select(["id", "username", "name", "role"])
    .where("id", "=", session.accountId)
    .where("disabledAt", "is", null)
    .executeTakeFirst();
  return account
    ? { kind: "account", account: toAccount(account), sessionHash }
    : { kind: "nobody" };
}

export async function closeSession(db: Database, id: string): Promise<void> {
  await db.deleteFrom("sessions").where("idHash", "=", hashSecret(id)).execute();
}

/** Ends every session of an account, or every one but that of the browser that asks for it. */
export async function closeSessionsOf(
  db: Database,
  accountId: string,
  exceptHash = "",
): Promise<void> {
  await db
    .deleteFrom("sessions")
    .where("accountId", "=", accountId)
    .where("idHash", "!=", exceptHash)
    .execute();
}

interface Bearer {
  readonly accountId: string | null;
  readonly conferenceId: string | null;
  readonly guest: Omit<Guest, "id"> | null;
}

async function openSession(db: Database, bearer: Bearer, now: number): Promise<string> {
  const id = newSecret();
  const { accountId, conferenceId, guest } = bearer;
  await removeDeadSessions(db, now);
  await db
    .insertInto("sessions")
    .values({
      idHash: hashSecret(id),
      accountId,
      conferenceId,
      guestId: guest ? newId() : null,
      guestName: guest?.name ?? null,
      guestLinkHash: guest?.linkHash ?? null,
      createdAt: now,
      lastSeenAt: now,
    })
    .execute();
  return id;
}

async function removeDeadSessions(db: Database, now: number): Promise<void> {
  await db
    .deleteFrom("sessions")
    .where((where) =>
      where.or([
        where("lastSeenAt", "<=", now - idleLimitMs),
        where("createdAt", "<=", now - absoluteLimitMs),
      ]),
    )
    .execute();
}

async function touch(db: Database, session: Selectable<SessionTable>, now: number): Promise<void> {
  const { idHash, accountId } = session;
  await db.updateTable("sessions").set({ lastSeenAt: now }).where("idHash", "=", idHash).execute();
  if (accountId === null) return;
  await db.updateTable("accounts").set({ lastSeenAt: now }).where("id", "=", accountId).execute();
}

function guestOf(session: Selectable<SessionTable>): Guest | null {
  const { guestId, guestName, conferenceId, guestLinkHash } = session;
  if (guestId === null || guestName === null) return null;
  if (conferenceId === null || guestLinkHash === null) return null;
  return { id: guestId, name: guestName, conferenceId, linkHash: guestLinkHash };
}
