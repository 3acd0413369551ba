import { mayTeach } from "../accounts/account.ts";
import type { Context } from "../context.ts";
import { guestPath } from "../guests/guest-path.ts";
import type { App } from "../http/app.ts";
import { admitAccount, admitItsTeacher, admitTeacher, admitToConference } from "../http/doors.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { idParams, titleBody } from "../http/schemas.ts";
import { readTitle, titleRule } from "../names.ts";
import { tellClosings } from "./closings.ts";
import { toConference } from "./conference.ts";
import { addConference, listConferences, renameConference } from "./conference-store.ts";
import { deleteConference, startAnew } from "./endings.ts";
import { listMembers } from "./members.ts";
import { listKeptOut } from "./removals.ts";

const badTitle = problem("invalid-field", titleRule);

/** Conferences: a teacher's own, and those that a student is enrolled in. */
export function conferenceRoutes(app: App, context: Context): void {
  const { db, now } = context;
  const byId = { schema: { params: idParams } };

  app.get("/api/conferences", async (request, reply) => {
    const person = await admitAccount(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const { id, role } = person.value.account;
    return { conferences: await listConferences(db, { id, mayTeach: mayTeach(role) }) };
  });

  app.post("/api/conferences", { schema: { body: titleBody } }, async (request, reply) => {
    const person = await admitTeacher(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const title = readTitle(request.body.title);
    if (!title) return refuse(reply, badTitle);
    const { id: ownerId, name: teacherName } = person.value.account;
    const startedAt = now();
    const id = await addConference(db, { title, ownerId }, startedAt);
    const record = { id, title, teacherName, createdAt: startedAt, startedAt, endedAt: null };
    return reply.code(201).send({ conference: toConference(record, "teacher") });
  });

  app.get("/api/conferences/:id", byId, async (request, reply) => {
    const admission = await admitToConference(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const { conference, seat } = admission.value;
    const isTeacher = seat.role === "teacher";
    return {
      conference: toConference(conference, seat.role),
      members: isTeacher ? await listMembers(db, conference.id) : [],
      removals: isTeacher ? await listKeptOut(db, conference) : [],
      guestLink: isTeacher && conference.guestSecret ? guestPath(conference.guestSecret) : null,
    };
  });

  const renameSchema = { params: idParams, body: titleBody };
  app.put("/api/conferences/:id", { schema: renameSchema }, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const title = readTitle(request.body.title);
    if (!title) return refuse(reply, badTitle);
    const { conference } = admission.value;
    await renameConference(db, conference.id, title);
    return { conference: toConference({ ...conference, title }, "teacher") };
  });

  app.delete("/api/conferences/:id", byId, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const { conference, seat } = admission.value;
    await deleteConference(db, { id: conference.id, by: seat.actor }, now());
    await tellClosings(context);
    return reply.code(204).send();
  });

  app.post("/api/conferences/:id/start", byId, async (request, reply) => {
    const admission = await admitItsTeacher(context, request, request.params.id);
    if (!admission.ok) return refuse(reply, admission.error);
    const { conference } = admission.value;
    const startedAt = await startAnew(db, conference, now());
    return { conference: toConference({ ...conference, startedAt }, "teacher") };
  });
}
