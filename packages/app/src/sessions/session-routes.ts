import { toAccount } from "../accounts/account.ts";
import { attemptOf } from "../accounts/attempt-of.ts";
import { signIn } from "../accounts/sign-in.ts";
import { readUsername } from "../accounts/username.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { visitorOf } from "../http/doors.ts";
import { refuse } from "../http/refuse.ts";
import { signInBody } from "../http/schemas.ts";
import { endSession, startSession } from "./change-session.ts";

/** Signing in and out, and asking who one is. */
export function sessionRoutes(app: App, context: Context): void {
  app.get("/api/session", async (request) => {
    const visitor = await visitorOf(context, request);
    const { kind } = visitor;
    return {
      account: kind === "account" ? visitor.account : null,
      guest: kind === "guest" ? toGuest(visitor.guest) : null,
      signalingEnabled: context.config.signaling.enabled,
    };
  });

  app.post("/api/session", { schema: { body: signInBody } }, async (request, reply) => {
    const { username, password } = request.body;
    const attempt = attemptOf(context, request, readUsername(username) ?? noUsername);
    const account = await signIn(context, attempt, password);
    if (!account.ok) return refuse(reply, account.error);
    await startSession(context, { request, reply }, account.value);
    return { account: toAccount(account.value) };
  });

  app.delete("/api/session", async (request, reply) => {
    await endSession(context, { request, reply });
    return reply.code(204).send();
  });
}

/** Stands for everything that is no user name; nobody can have it. */
const noUsername = "?";

function toGuest(guest: { readonly conferenceId: string; readonly name: string }) {
  return { conferenceId: guest.conferenceId, name: guest.name };
}
