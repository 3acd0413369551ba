import { type ParticipantId, parseParticipantId } from "@lectern/protocol/ids";

/** Whom an actor of a room stands for. */
export type ActorPerson =
  | { readonly kind: "account"; readonly id: string }
  | { readonly kind: "guest"; readonly id: string };

/** The id of a person in a room. @throws {RangeError} for an id that we did not make */
export function actorOf(role: "teacher" | "student", { kind, id }: ActorPerson): ParticipantId {
  const actor = parseParticipantId(`${role}-${kind === "guest" ? "g" : ""}${id}`);
  if (!actor) throw new RangeError(`Cannot make an actor of ${kind} ${id}`);
  return actor;
}

/** The other way round. Ids have 16 characters, so that a guest's differ from all others. */
export function personOf(actor: ParticipantId): ActorPerson {
  const [, guestId] = /^student-g([a-z2-7]{16})$/.exec(actor) ?? [];
  if (guestId !== undefined) return { kind: "guest", id: guestId };
  return { kind: "account", id: actor.slice(actor.indexOf("-") + 1) };
}
