import { parseRoomId } from "@lectern/protocol/ids";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitAdministrator } from "../http/doors.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { idParams } from "../http/schemas.ts";
import type { LiveRoom } from "../signaling-admin.ts";
import { actorOf } from "./actor.ts";
import { tellClosings } from "./closings.ts";
import { noteEnding } from "./endings.ts";
import { conferenceIdOf } from "./room-id.ts";

/** What of a live room an administrator sees beside its counts. */
interface LiveConference extends Omit<LiveRoom, "roomId"> {
  readonly id: string;
  /** `null` for a room that another application opened with the same secret. */
  readonly title: string | null;
  readonly teacherName: string | null;
}

/** The rooms in which somebody is now, for administrators. */
export function liveRoutes(app: App, context: Context): void {
  const { config, db, now, signaling } = context;

  app.get("/api/live", async (request, reply) => {
    const person = await admitAdministrator(context, request);
    if (!person.ok) return refuse(reply, person.error);
    if (!config.signaling.enabled) return refuse(reply, problem("signaling-disabled"));
    const rooms = await signaling.rooms();
    if (!rooms) return refuse(reply, problem("signaling-away"));
    return { conferences: await describeRooms(context, rooms) };
  });

  app.post("/api/live/:id/end", { schema: { params: idParams } }, async (request, reply) => {
    const person = await admitAdministrator(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const roomId = parseRoomId(`conference-${request.params.id}`);
    if (!roomId) return refuse(reply, problem("conference-not-found"));
    const by = actorOf("teacher", { kind: "account", id: person.value.account.id });
    await noteEnding(db, { roomId, by, endedAt: now() });
    const outcome = await signaling.end(roomId, by);
    if (outcome === "away") await tellClosings(context);
    return { outcome };
  });
}

/** Those with the most people first. */
async function describeRooms(
  { db }: Context,
  rooms: readonly LiveRoom[],
): Promise<readonly LiveConference[]> {
  if (rooms.length === 0) return [];
  const known = await db
    .selectFrom("conferences")
    .innerJoin("accounts", "accounts.id", "conferences.ownerId")
    .select(["conferences.id", "conferences.title", "accounts.name as teacherName"])
    .where(
      "conferences.id",
      "in",
      rooms.map(({ roomId }) => conferenceIdOf(roomId)),
    )
    .execute();
  const byId = new Map(known.map((conference) => [conference.id, conference]));
  return rooms
    .map((room) => describe(room, byId))
    .sort((one, other) => sizeOf(other) - sizeOf(one) || one.id.localeCompare(other.id));
}

function describe(
  { roomId, ...counts }: LiveRoom,
  known: ReadonlyMap<string, Pick<LiveConference, "title" | "teacherName">>,
): LiveConference {
  const id = conferenceIdOf(roomId);
  const { title = null, teacherName = null } = known.get(id) ?? {};
  return { id, title, teacherName, ...counts };
}

function sizeOf({ teachers, students }: LiveConference): number {
  return teachers + students;
}
