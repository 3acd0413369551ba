import type { IncomingMessage, Server, ServerResponse } from "node:http";
import {
  type ParticipantId,
  parseParticipantId,
  parseRoomId,
  type RoomId,
} from "@lectern/protocol/ids";
import { carriesBearer } from "./bearer.ts";
import type { Health } from "./health.ts";
import { createServer } from "./http.ts";
import { timeouts } from "./listener.ts";
import { pathOf } from "./upgrade.ts";

/** A room as the admin interface tells of it: counts, and no names. */
export interface RoomSummary {
  readonly roomId: string;
  readonly teachers: number;
  readonly students: number;
  /** Of these, seats that are held for a client that may come back. */
  readonly held: number;
  /** When the first of those who are in came, in ms since the epoch. */
  readonly since: number;
}

/** What can be done from outside the rooms. */
export interface Administration {
  rooms(): readonly RoomSummary[];
  endMeeting(roomId: RoomId, by: ParticipantId): void;
  /** Takes the seat and the tokens away; says whether there was a seat. */
  remove(roomId: RoomId, actor: ParticipantId): boolean;
  drain(): Promise<void>;
}

export interface AdminOptions {
  readonly secret: string;
  readonly administration: Administration;
  readonly health: Health;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const maxBodyBytes = 4 * 1024;

/**
 * The admin interface, for the back end that this server works for. It is to listen on
 * the loopback; commands need the secret besides, and what they do is in PROTOCOL.md.
 */
export function createAdminInterface(options: AdminOptions): Server {
  return createServer(timeouts, (request, response) => {
    if (options.health.answer(request, response, { isTrusted: true })) return;
    handle(request, options)
      .catch(() => refusal(400, "bad-request", "The request could not be read"))
      .then((answer) => send(response, answer));
  });
}

async function handle(request: IncomingMessage, options: AdminOptions): Promise<Answer> {
  if (!carriesBearer(request, options.secret)) {
    return refusal(401, "unauthorized", "Send the admin secret as a bearer token");
  }
  const [, top, id, command, ...rest] = pathOf(request.url).split("/");
  const method = request.method ?? "";
  if (rest.length > 0) return notFound;
  if (top === "rooms" && id === undefined) {
    return method === "GET" ? ok({ rooms: options.administration.rooms() }) : wrongMethod("GET");
  }
  if (top === "drain" && id === undefined) {
    if (method !== "POST") return wrongMethod("POST");
    void options.administration.drain();
    return ok({});
  }
  if (top !== "rooms" || (command !== "end" && command !== "remove")) return notFound;
  if (method !== "POST") return wrongMethod("POST");
  return actOnRoom({ id, command }, await readBody(request), options.administration);
}

interface RoomCommand {
  readonly id: string | undefined;
  readonly command: "end" | "remove";
}

function actOnRoom(
  { id, command }: RoomCommand,
  body: Record<string, unknown>,
  administration: Administration,
): Answer {
  const roomId = parseRoomId(id);
  if (!roomId) return refusal(400, "invalid-field", "The room is an id such as conference-12");
  const field = command === "end" ? "by" : "actor";
  const actor = parseParticipantId(body[field]);
  if (!actor) return refusal(400, "invalid-field", `"${field}" is an actor id such as teacher-2`);
  if (command === "remove") return ok({ wasSeated: administration.remove(roomId, actor) });
  administration.endMeeting(roomId, actor);
  return ok({});
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new RangeError(`Body is over ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  const value: unknown = JSON.parse(String(Buffer.concat(chunks)));
  if (typeof value !== "object" || value === null) throw new TypeError("Body is not an object");
  return { ...value };
}

function ok(body: object): Answer {
  return { status: 200, body };
}

function refusal(status: number, code: string, message: string): Answer {
  return { status, body: { code, message } };
}

const notFound = refusal(404, "not-found", "There is nothing at this path");

function wrongMethod(allowed: string): Answer {
  return refusal(405, "method-not-allowed", `Use ${allowed}`);
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    ...(status === 401 && { "www-authenticate": "Bearer" }),
  });
  response.end(JSON.stringify(body));
}
