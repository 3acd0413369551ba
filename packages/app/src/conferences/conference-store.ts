import type { Database } from "../database/schema.ts";
import { hashSecret, newId } from "../secrets.ts";
import type { Visitor } from "../sessions/visitor.ts";
import { type Conference, type ConferenceRecord, toConference } from "./conference.ts";
import type { AccessFacts } from "./decide-access.ts";

/** A conference together with what a visitor is to it. */
export interface FoundConference extends ConferenceRecord, AccessFacts {
  readonly guestSecret: string | null;
}

/** Reads a conference, and whether the visitor is enrolled, in one query for known and unknown ids. */
export async function findConference(
  db: Database,
  id: string,
  visitor: Visitor,
): Promise<FoundConference | null> {
  const accountId = visitor.kind === "account" ? visitor.account.id : "";
  const row = await db
    .selectFrom("conferences")
    .innerJoin("accounts", "accounts.id", "conferences.ownerId")
    .leftJoin("enrolments", (join) =>
      join
        .onRef("enrolments.conferenceId", "=", "conferences.id")
        .on("enrolments.accountId", "=", accountId),
    )
    .selectAll("conferences")
    .select(["accounts.name as teacherName", "enrolments.accountId as enrolledId"])
    .where("conferences.id", "=", id)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...row,
    isEnrolled: row.enrolledId !== null,
    guestLinkHash: row.guestSecret === null ? null : hashSecret(row.guestSecret),
  };
}

/** The conferences of an account, newest first: its own, and those it is enrolled in. */
export async function listConferences(
  db: Database,
  account: { readonly id: string; readonly mayTeach: boolean },
): Promise<readonly Conference[]> {
  const rows = await db
    .selectFrom("conferences")
    .innerJoin("accounts", "accounts.id", "conferences.ownerId")
    .leftJoin("enrolments", (join) =>
      join
        .onRef("enrolments.conferenceId", "=", "conferences.id")
        .on("enrolments.accountId", "=", account.id),
    )
    .select([
      "conferences.id",
      "conferences.title",
      "conferences.ownerId",
      "conferences.createdAt",
      "conferences.startedAt",
      "conferences.endedAt",
      "accounts.name as teacherName",
      "enrolments.accountId as enrolledId",
    ])
    .where(({ or, eb }) =>
      or([
        eb("enrolments.accountId", "is not", null),
        ...(account.mayTeach ? [eb("conferences.ownerId", "=", account.id)] : []),
      ]),
    )
    .orderBy("conferences.createdAt", "desc")
    .orderBy("conferences.id")
    .execute();
  return rows.map((row) =>
    toConference(row, row.ownerId === account.id && account.mayTeach ? "teacher" : "student"),
  );
}

export async function addConference(
  db: Database,
  conference: { readonly title: string; readonly ownerId: string },
  now: number,
): Promise<string> {
  const id = newId();
  const unset = { guestSecret: null, endedAt: null, endedBy: null };
  await db
    .insertInto("conferences")
    .values({ id, ...conference, ...unset, createdAt: now, startedAt: now })
    .execute();
  return id;
}

export async function renameConference(db: Database, id: string, title: string): Promise<void> {
  await db.updateTable("conferences").set({ title }).where("id", "=", id).execute();
}

/** Opens the guest link with a secret, in place of the one before; `null` closes it. */
export async function setGuestSecret(
  db: Database,
  id: string,
  guestSecret: string | null,
): Promise<void> {
  await db.updateTable("conferences").set({ guestSecret }).where("id", "=", id).execute();
}

/** The conference that a guest link's secret opens now. */
export async function findByGuestSecret(
  db: Database,
  secret: string,
): Promise<{ readonly id: string } | undefined> {
  // An index answers this by the whole of the secret; 256 bit cannot be found by its time.
  return db
    .selectFrom("conferences")
    .select("id")
    .where("guestSecret", "=", secret)
    .executeTakeFirst();
}
