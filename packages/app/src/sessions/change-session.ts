import type { FastifyReply, FastifyRequest } from "fastify";
import type { Account } from "../accounts/account.ts";
import { tellClosings } from "../conferences/closings.ts";
import { revoke } from "../conferences/removals.ts";
import { placeOfGuest } from "../conferences/revoke.ts";
import type { Context } from "../context.ts";
import {
  deviceCookie,
  deviceCookieOptions,
  sessionCookie,
  sessionCookieOptions,
} from "./cookies.ts";
import { rememberDevice } from "./device-cookie.ts";
import {
  closeSession,
  findVisitor,
  openAccountSession,
  openGuestSession,
} from "./session-store.ts";
import type { Guest } from "./visitor.ts";

/** Signs a browser in: under a new id, whatever it came with, so that none can be planted on it. */
export async function startSession(
  context: Context,
  { request, reply }: Exchange,
  account: Account,
): Promise<void> {
  await forgetSession(context, request);
  const id = await openAccountSession(context.db, account.id, context.now());
  const device = rememberDevice(request.cookies[deviceCookie], account.username, context.deviceKey);
  reply.setCookie(sessionCookie, id, sessionCookieOptions);
  reply.setCookie(deviceCookie, device, deviceCookieOptions);
}

/** Lets a browser in as a guest of one conference. */
export async function startGuestSession(
  context: Context,
  { request, reply }: Exchange,
  guest: Omit<Guest, "id">,
): Promise<void> {
  await forgetSession(context, request);
  const id = await openGuestSession(context.db, guest, context.now());
  reply.setCookie(sessionCookie, id, sessionCookieOptions);
}

export async function endSession(context: Context, { request, reply }: Exchange): Promise<void> {
  await forgetSession(context, request);
  reply.clearCookie(sessionCookie, sessionCookieOptions);
}

/** A request and what is said to it. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function forgetSession(context: Context, request: FastifyRequest): Promise<void> {
  const id = request.cookies[sessionCookie];
  if (id === undefined) return;
  const { db, now } = context;
  const visitor = await findVisitor(db, id, now());
  await closeSession(db, id);
  if (visitor.kind !== "guest") return;
  // With their session ends all that a guest is.
  await revoke(db, [placeOfGuest(visitor.guest)], now());
  await tellClosings(context);
}
