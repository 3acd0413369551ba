import { parseParticipantId } from "@lectern/protocol/ids";
import { limits } from "@lectern/protocol/limits";
import type { EndedMeeting } from "@lectern/protocol/link";
import type { Database } from "../database/schema.ts";
import { type ConferenceTimes, isEnded } from "./conference.ts";
import { conferenceIdOf, roomIdOf } from "./room-id.ts";

/**
 * Notes that a meeting was ended.
 *
 * What is older than an end that is known already changes nothing, so the same
 * news may come twice and in any order. An end that is older than the latest
 * start leaves the conference open: see `isEnded`.
 */
export async function noteEnding(
  db: Database,
  { roomId, by, endedAt }: EndedMeeting,
): Promise<void> {
  await db
    .updateTable("conferences")
    .set({ endedAt: Math.round(endedAt), endedBy: by })
    .where("id", "=", conferenceIdOf(roomId))
    .where((where) =>
      where.or([where("endedAt", "is", null), where("endedAt", "<", Math.round(endedAt))]),
    )
    .execute();
}

/**
 * The endings that some token in the world is still older than.
 *
 * Those of conferences that were started anew are among them, since tokens from
 * before the end must not open the new meeting either.
 */
export async function listEndings(
  db: Database,
  { now, tokenTtlSeconds }: { readonly now: number; readonly tokenTtlSeconds: number },
): Promise<readonly EndedMeeting[]> {
  const lifeMs = (tokenTtlSeconds + limits.clockSkewSeconds) * 1000;
  const rows = await db
    .selectFrom("conferences")
    .select(["id", "endedAt", "endedBy"])
    .where("endedAt", ">", now - lifeMs)
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
