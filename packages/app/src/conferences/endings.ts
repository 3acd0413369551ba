import { type ParticipantId, parseParticipantId } from "@lectern/protocol/ids";
import type { EndedMeeting } from "@lectern/protocol/link";
import type { Database, DeletedConferenceTable } from "../database/schema.ts";
import { type ConferenceTimes, isEnded } from "./conference.ts";
import { conferenceIdOf, roomIdOf } from "./room-id.ts";

/**
 * Notes that a meeting was ended; of a room that is no conference here, too, since
 * somebody else's back end may have made its tokens with the same secret.
 *
 * What is older than an end that is known already changes nothing, so the same
 * news may come twice and in any order. An end that is older than the latest
 * start leaves the conference open: see `isEnded`.
 */
export async function noteEnding(
  db: Database,
  { roomId, by, endedAt }: EndedMeeting,
): Promise<void> {
  const id = conferenceIdOf(roomId);
  const at = Math.round(endedAt);
  const known = await db
    .selectFrom("conferences")
    .select("id")
    .where("id", "=", id)
    .executeTakeFirst();
  if (!known) return noteGone(db, { id, deletedAt: at, deletedBy: by });
  await db
    .updateTable("conferences")
    .set({ endedAt: at, endedBy: by })
    .where("id", "=", id)
    .where((where) => where.or([where("endedAt", "is", null), where("endedAt", "<", at)]))
    .execute();
}

/**
 * The endings since a time, that of the oldest token in the world.
 *
 * Those of conferences that were started anew are among them, since tokens from
 * before the end must not open the new meeting either; and conferences that were
 * deleted, since their tokens know nothing of it.
 */
export async function listEndings(db: Database, since: number): Promise<readonly EndedMeeting[]> {
  const rows = await db
    .selectFrom("conferences")
    .select(["id", "endedAt", "endedBy"])
    .where("endedAt", ">", since)
    .unionAll(
      db
        .selectFrom("deletedConferences")
        .select(["id", "deletedAt as endedAt", "deletedBy as endedBy"])
        .where("deletedAt", ">", since),
    )
    .execute();
  return rows.flatMap(({ id, endedAt, endedBy }) => {
    const by = parseParticipantId(endedBy);
    return by && endedAt !== null ? [{ roomId: roomIdOf(id), by, endedAt }] : [];
  });
}

/** Opens a conference again if it was ended, and gives the time of its start; older tokens stay refused. */
export async function startAnew(
  db: Database,
  conference: ConferenceTimes & { readonly id: string },
  now: number,
): Promise<number> {
  const { id, endedAt } = conference;
  if (!isEnded(conference) || endedAt === null) return conference.startedAt;
  // After the end, even when the clock was set back in between.
  const startedAt = Math.max(now, endedAt + 1);
  await db.updateTable("conferences").set({ startedAt }).where("id", "=", id).execute();
  return startedAt;
}

/** Deletes a conference, and remembers for its tokens that it is gone. */
export async function deleteConference(
  db: Database,
  { id, by }: { readonly id: string; readonly by: ParticipantId },
  now: number,
): Promise<void> {
  await db.transaction().execute(async (inside) => {
    await inside.deleteFrom("conferences").where("id", "=", id).execute();
    await inside.deleteFrom("removals").where("conferenceId", "=", id).execute();
    await noteGone(inside, { id, deletedAt: now, deletedBy: by });
  });
}

async function noteGone(db: Database, gone: DeletedConferenceTable): Promise<void> {
  const { deletedAt, deletedBy } = gone;
  await db
    .insertInto("deletedConferences")
    .values(gone)
    .onConflict((conflict) =>
      conflict
        .column("id")
        .doUpdateSet({ deletedAt, deletedBy })
        .where("deletedConferences.deletedAt", "<", deletedAt),
    )
    .execute();
}

/** Forgets the deleted conferences whose tokens have all expired. */
export async function forgetDeleted(db: Database, since: number): Promise<void> {
  await db.deleteFrom("deletedConferences").where("deletedAt", "<=", since).execute();
}
