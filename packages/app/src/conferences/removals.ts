import { type ParticipantId, parseParticipantId } from "@lectern/protocol/ids";
import type { Removal } from "@lectern/protocol/link";
import type { Database } from "../database/schema.ts";
import { personOf } from "./actor.ts";
import type { ConferenceTimes } from "./conference.ts";
import { conferenceIdOf, roomIdOf } from "./room-id.ts";

/** Somebody in one conference. */
export interface Place {
  readonly conferenceId: string;
  readonly actor: ParticipantId;
}

/** What a removal has to say about who asks for a token. */
export interface RemovalTimes {
  readonly removedAt: number;
  readonly keptOutAt: number | null;
}

/** Somebody who is kept out, as the teacher sees them. */
export interface KeptOut {
  readonly actor: string;
  readonly name: string;
  readonly removedAt: number;
  /** Whether the teacher did it, or whoever runs the server. */
  readonly by: "teacher" | "operator";
}

/** Whether somebody is to stay outside; a conference that was started anew is open to all its people. */
export function isKeptOut(
  { keptOutAt }: Pick<RemovalTimes, "keptOutAt">,
  { startedAt }: Pick<ConferenceTimes, "startedAt">,
): boolean {
  return keptOutAt !== null && keptOutAt >= startedAt;
}

/** Removes somebody and keeps them out; gives the name that they are listed by. */
export async function keepOut(
  db: Database,
  place: Place,
  { by, now }: { readonly by: string | null; readonly now: number },
): Promise<string> {
  const name = await nameOf(db, place);
  const news = { name, removedAt: now, keptOutAt: now, keptOutBy: by };
  await db
    .insertInto("removals")
    .values({ ...place, ...news })
    .onConflict((conflict) => conflict.columns(["conferenceId", "actor"]).doUpdateSet(news))
    .execute();
  return name;
}

/** Lets somebody in again. Tokens from before stay dead, and so does all news of their removal. */
export async function letBackIn(db: Database, place: Place, now: number): Promise<void> {
  await db
    .updateTable("removals")
    .set({ keptOutAt: null, keptOutBy: null, removedAt: now })
    .where("conferenceId", "=", place.conferenceId)
    .where("actor", "=", place.actor)
    .where("keptOutAt", "is not", null)
    .execute();
}

/** Makes the tokens useless that people got while they still had access. */
export async function revoke(db: Database, places: readonly Place[], now: number): Promise<void> {
  if (places.length === 0) return;
  const rows = places.map((place) => ({
    ...place,
    name: "",
    removedAt: now,
    keptOutAt: null,
    keptOutBy: null,
  }));
  await db
    .insertInto("removals")
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(["conferenceId", "actor"]).doUpdateSet({ removedAt: now }),
    )
    .execute();
}

/**
 * Notes a removal that was made on the signaling server; in a room that is no conference
 * here it ends the tokens alone, since who gets others is decided by who made them.
 *
 * What is not newer than the removal that is known changes nothing: it is from before
 * they were let back in. Who is kept out already was removed by somebody else: of a
 * removal that we asked for, the signaling server tells us too, with its own time.
 */
export async function noteRemoval(db: Database, removal: Removal, since: number): Promise<void> {
  const place = { conferenceId: conferenceIdOf(removal.roomId), actor: removal.actor };
  const removedAt = Math.round(removal.removedAt);
  if (removedAt <= since) return;
  const conference = await db
    .selectFrom("conferences")
    .select("startedAt")
    .where("id", "=", place.conferenceId)
    .executeTakeFirst();
  const known = await findRemoval(db, place);
  if (known && known.removedAt >= removedAt) return;
  if (!conference || (known && isKeptOut(known, conference))) return revoke(db, [place], removedAt);
  await keepOut(db, place, { by: null, now: removedAt });
}

export async function findRemoval(
  db: Database,
  { conferenceId, actor }: Place,
): Promise<RemovalTimes | null> {
  const row = await db
    .selectFrom("removals")
    .select(["removedAt", "keptOutAt"])
    .where("conferenceId", "=", conferenceId)
    .where("actor", "=", actor)
    .executeTakeFirst();
  return row ?? null;
}

/** Who is kept out of a conference, the last one first. */
export async function listKeptOut(
  db: Database,
  { id, startedAt }: Pick<ConferenceTimes, "startedAt"> & { readonly id: string },
): Promise<readonly KeptOut[]> {
  const rows = await db
    .selectFrom("removals")
    .select(["actor", "name", "keptOutAt", "keptOutBy"])
    .where("conferenceId", "=", id)
    .where("keptOutAt", ">=", startedAt)
    .orderBy("keptOutAt", "desc")
    .orderBy("actor")
    .execute();
  return rows.flatMap(({ actor, name, keptOutAt, keptOutBy }) => {
    const by = keptOutBy === null ? "operator" : "teacher";
    return keptOutAt === null ? [] : [{ actor, name, removedAt: keptOutAt, by }];
  });
}

/** The removals since a time, that of the oldest token in the world. */
export async function listRemovals(db: Database, since: number): Promise<readonly Removal[]> {
  const rows = await db
    .selectFrom("removals")
    .select(["conferenceId", "actor", "removedAt"])
    .where("removedAt", ">", since)
    .execute();
  return rows.flatMap(({ conferenceId, actor: stored, removedAt }) => {
    const actor = parseParticipantId(stored);
    return actor ? [{ roomId: roomIdOf(conferenceId), actor, removedAt }] : [];
  });
}

/** Forgets the removals that every token has outlived, and that keep nobody out. */
export async function forgetRemovals(db: Database, since: number): Promise<void> {
  await db
    .deleteFrom("removals")
    .where("removedAt", "<=", since)
    .where("keptOutAt", "is", null)
    .execute();
}

/** The name under which somebody is in, as far as it is known. */
async function nameOf(db: Database, { conferenceId, actor }: Place): Promise<string> {
  const person = personOf(actor);
  if (person.kind === "account") {
    const account = await db
      .selectFrom("accounts")
      .select("name")
      .where("id", "=", person.id)
      .executeTakeFirst();
    return account?.name ?? actor;
  }
  const session = await db
    .selectFrom("sessions")
    .select("guestName")
    .where("guestId", "=", person.id)
    .where("conferenceId", "=", conferenceId)
    .executeTakeFirst();
  // Who signed out meanwhile is forgotten.
  return session?.guestName ?? "A guest";
}
