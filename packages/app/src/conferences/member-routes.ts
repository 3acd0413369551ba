import { findAccount } from "../accounts/account-store.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitItsTeacher } from "../http/doors.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { idParams, memberBody, memberParams, pasteBody } from "../http/schemas.ts";
import { tellClosings } from "./closings.ts";
import { enrol, unenrol } from "./members.ts";
import { maxPastedLines, pasteMembers, splitLines } from "./paste-members.ts";
import { revokeStudent } from "./revoke.ts";

/** Who is enrolled in a conference; only its teacher decides it. */
export function memberRoutes(app: App, context: Context): void {
  const { db, now } = context;

  const enrolSchema = { params: idParams, body: memberBody };
  app.post("/api/conferences/:id/members", { schema: enrolSchema }, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const { conference } = admission.value;
    const account = await findAccount(db, request.body.accountId);
    if (!account || account.disabled) return refuse(reply, problem("account-not-found"));
    if (account.id === conference.ownerId) return refuse(reply, problem("already-teacher"));
    await enrol(db, { conferenceId: conference.id, accountId: account.id }, now());
    const { id, username, name, pending } = account;
    return reply.code(201).send({ member: { id, username, name, pending } });
  });

  const pasteSchema = { params: idParams, body: pasteBody };
  app.post(
    "/api/conferences/:id/members/paste",
    { schema: pasteSchema },
    async (request, reply) => {
      const admission = await admitItsTeacher(context, request, request.params.id);
      if (!admission.ok) return refuse(reply, admission.error);
      const { id: conferenceId, ownerId } = admission.value.conference;
      const { text, createNamesakes = false } = request.body;
      const lines = splitLines(text);
      if (lines.length > maxPastedLines) return refuse(reply, problem("too-many-lines"));
      const paste = { conferenceId, ownerId, lines, createNamesakes };
      return { rows: await pasteMembers(db, paste, now()) };
    },
  );

  const removeSchema = { params: memberParams };
  app.delete(
    "/api/conferences/:id/members/:accountId",
    { schema: removeSchema },
    async (request, reply) => {
      const { id, accountId } = request.params;
      const admission = await admitItsTeacher(context, request, id);
      if (!admission.ok) return refuse(reply, admission.error);
      if (await unenrol(db, { conferenceId: id, accountId })) {
        await revokeStudent(db, { conferenceId: id, accountId }, now());
        await tellClosings(context);
      }
      return reply.code(204).send();
    },
  );
}
