import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import type { App } from "./app.ts";
import { admitToConference } from "./doors.ts";
import { type Problem, statusOf } from "./problem.ts";
import { idParams } from "./schemas.ts";
import { setHeaders } from "./send-headers.ts";

/** The two built pages: the site, and the room with permissions of its own. */
export interface Pages {
  readonly site: string;
  readonly room: string;
}

/** Reads the built pages; `null` when there are none yet. */
export async function loadPages(folder: string): Promise<Pages | null> {
  try {
    const [site, room] = await Promise.all(
      ["index.html", "room.html"].map((file) => readFile(join(folder, file), "utf8")),
    );
    return site !== undefined && room !== undefined ? { site, room } : null;
  } catch {
    return null;
  }
}

const openPages = ["/", "/sign-in", "/welcome", "/guest", "/account", "/accounts", "/live"];

/** Sends pages; those of a conference only to its people. */
export function pageRoutes(app: App, context: Context, pages: Pages | null): void {
  for (const path of openPages) {
    app.get(path, (request, reply) => sendPage({ context, pages, request, reply }, "site"));
  }
  for (const [path, kind] of conferencePages) {
    app.get(path, { schema: { params: idParams } }, async (request, reply) => {
      const admission = await admitToConference(context, request, request.params.id);
      const sending = { context, pages, request, reply };
      return admission.ok ? sendPage(sending, kind) : sendAway(sending, admission.error);
    });
  }
}

const conferencePages = [
  ["/conferences/:id", "site"],
  ["/conferences/:id/room", "room"],
] as const;

export interface PageSending {
  readonly context: Context;
  readonly pages: Pages | null;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Sends a page with the headers that belong to it. */
export function sendPage(
  { context, pages, request, reply }: PageSending,
  kind: "site" | "room",
): FastifyReply {
  setHeaders({ context, request, reply }, kind);
  if (pages) return reply.type("text/html; charset=utf-8").send(pages[kind]);
  return reply.code(503).type("text/plain; charset=utf-8").send("The pages are not built yet\n");
}

function sendAway(sending: PageSending, problem: Problem): FastifyReply {
  const { request, reply } = sending;
  if (problem.code === "sign-in-required") {
    const [path = "/"] = request.url.split("?");
    return reply.redirect(`/sign-in?next=${encodeURIComponent(path)}`, 302);
  }
  reply.code(statusOf(problem));
  return sendPage(sending, "site");
}
