import type { Database } from "../database/schema.ts";
import { actorOf } from "./actor.ts";
import { letBackIn, type Place, revoke } from "./removals.ts";

/** Makes the tokens of somebody useless who is not enrolled any more. */
export async function revokeStudent(
  db: Database,
  { conferenceId, accountId }: { readonly conferenceId: string; readonly accountId: string },
  now: number,
): Promise<void> {
  const actor = actorOf("student", { kind: "account", id: accountId });
  await revoke(db, [{ conferenceId, actor }], now);
}

/** Makes all tokens of an account useless, and throws its person out of every room. */
export async function revokeAccount(db: Database, accountId: string, now: number): Promise<void> {
  const enrolments = await db
    .selectFrom("enrolments")
    .select("conferenceId")
    .where("accountId", "=", accountId)
    .execute();
  const actor = actorOf("student", { kind: "account", id: accountId });
  const places = enrolments.map(({ conferenceId }) => ({ conferenceId, actor }));
  await revoke(db, places, now);
  await revokeTeacher(db, accountId, now);
}

/** The same for what an account teaches. */
export async function revokeTeacher(db: Database, accountId: string, now: number): Promise<void> {
  const conferences = await db
    .selectFrom("conferences")
    .select("id")
    .where("ownerId", "=", accountId)
    .execute();
  const actor = actorOf("teacher", { kind: "account", id: accountId });
  const places = conferences.map(({ id }): Place => ({ conferenceId: id, actor }));
  await revoke(db, places, now);
}

/** The same for everybody who is in a conference by its guest link. */
export async function revokeGuests(db: Database, conferenceId: string, now: number): Promise<void> {
  const guests = await db
    .selectFrom("sessions")
    .select("guestId")
    .where("conferenceId", "=", conferenceId)
    .where("guestId", "is not", null)
    .execute();
  const places = guests.flatMap(({ guestId }) =>
    guestId === null ? [] : [placeOfGuest({ conferenceId, id: guestId })],
  );
  await revoke(db, places, now);
  // From here on the link decides, not an earlier removal.
  for (const place of places) await letBackIn(db, place, now);
}

/** A guest in the conference that they were let into. */
export function placeOfGuest(guest: { readonly conferenceId: string; readonly id: string }): Place {
  const { conferenceId, id } = guest;
  return { conferenceId, actor: actorOf("student", { kind: "guest", id }) };
}
