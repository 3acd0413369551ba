import { parseParticipantId, roleOf } from "@lectern/protocol/ids";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { findAccount } from "../accounts/account-store.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitItsTeacher } from "../http/doors.ts";
import { type Problem, problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { actorBody, actorParams, idParams } from "../http/schemas.ts";
import { personOf } from "./actor.ts";
import { tellClosings } from "./closings.ts";
import type { FoundConference } from "./conference-store.ts";
import { keepOut, letBackIn, type Place } from "./removals.ts";
import { roomIdOf } from "./room-id.ts";

/** Who is kept out of a conference; only its teacher decides it. */
export function removalRoutes(app: App, context: Context): void {
  const { db, now, signaling } = context;

  const removeSchema = { params: idParams, body: actorBody };
  app.post("/api/conferences/:id/removals", { schema: removeSchema }, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const { conference, seat } = admission.value;
    const place = await readPlace(context, conference.id, request.body.actor);
    if (!place.ok) return refuse(reply, place.error);
    const { actor } = place.value;
    const removedAt = now();
    const name = await keepOut(db, place.value, { by: seat.actor, now: removedAt });
    const outcome = await signaling.remove(roomIdOf(conference.id), actor);
    // It hears of it when it comes back; over the link, if only this way to it is broken.
    if (outcome === "away") await tellClosings(context);
    const removal = { actor, name, removedAt, by: "teacher" };
    const canComeAgain = hasOtherWays(conference, place.value);
    return reply.code(201).send({ removal, outcome, canComeAgain });
  });

  const letInSchema = { params: actorParams };
  app.delete(
    "/api/conferences/:id/removals/:actor",
    { schema: letInSchema },
    async (request, reply) => {
      const { id: conferenceId } = request.params;
      const admission = await admitItsTeacher(context, request, conferenceId);
      if (!admission.ok) return refuse(reply, admission.error);
      const actor = parseParticipantId(request.params.actor);
      if (actor) await letBackIn(db, { conferenceId, actor }, now());
      return reply.code(204).send();
    },
  );
}

/** Reads whom a teacher wants removed: somebody with an account, or a guest. */
async function readPlace(
  { db }: Context,
  conferenceId: string,
  text: string,
): Promise<Result<Place, Problem>> {
  const actor = parseParticipantId(text);
  if (!actor) return fail(problem("invalid-field", { field: "actor" }));
  if (roleOf(actor) === "teacher") return fail(problem("only-students"));
  const person = personOf(actor);
  const isKnown = person.kind === "guest" || (await findAccount(db, person.id)) !== null;
  return isKnown ? ok({ conferenceId, actor }) : fail(problem("account-not-found"));
}

/** Whether the guest link, which somebody has who came by it, opens the room under another name. */
function hasOtherWays({ guestSecret }: FoundConference, { actor }: Place): boolean {
  return guestSecret !== null && personOf(actor).kind === "guest";
}
