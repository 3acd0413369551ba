import { tellClosings } from "../conferences/closings.ts";
import {
  type FoundConference,
  findByGuestSecret,
  findConference,
  setGuestSecret,
} from "../conferences/conference-store.ts";
import { decideAccess } from "../conferences/decide-access.ts";
import { revokeGuests } from "../conferences/revoke.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitItsTeacher, visitorOf } from "../http/doors.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { guestBody, idParams } from "../http/schemas.ts";
import { nameRule, readName } from "../names.ts";
import { hashSecret, newSecret } from "../secrets.ts";
import { startGuestSession } from "../sessions/change-session.ts";
import { guestPath } from "./guest-path.ts";

/** Guest links: how a teacher opens and closes one, and how a guest comes in by it. */
export function guestRoutes(app: App, context: Context): void {
  const { db, now } = context;
  const byId = { schema: { params: idParams } };

  /** Who came in by the link before is out, of the room too. */
  const changeLink = async ({ id, guestSecret }: FoundConference, secret: string | null) => {
    await setGuestSecret(db, id, secret);
    if (guestSecret === null) return;
    await revokeGuests(db, id, now());
    await tellClosings(context);
  };

  app.put("/api/conferences/:id/guest-link", byId, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const secret = newSecret();
    await changeLink(admission.value.conference, secret);
    return { guestLink: guestPath(secret) };
  });

  app.delete("/api/conferences/:id/guest-link", byId, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    await changeLink(admission.value.conference, null);
    return reply.code(204).send();
  });

  app.post("/api/guests", { schema: { body: guestBody } }, async (request, reply) => {
    const { secret } = request.body;
    const conference = await findByGuestSecret(db, secret);
    if (!conference) return refuse(reply, problem("link-not-found"));
    const conferenceId = conference.id;
    const visitor = await visitorOf(context, request);
    if (visitor.kind === "account") {
      // A link must not sign people out; those who belong here go in as themselves.
      const seat = decideAccess(visitor, await findConference(db, conferenceId, visitor));
      return seat.ok ? { conferenceId } : refuse(reply, problem("already-signed-in"));
    }
    const name = readName(request.body.name);
    if (!name) return refuse(reply, problem("invalid-field", nameRule));
    const guest = { name, conferenceId, linkHash: hashSecret(secret) };
    await startGuestSession(context, { request, reply }, guest);
    return { conferenceId };
  });
}
