import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { acceptLinkBody, secretBody } from "../http/schemas.ts";
import { startSession } from "../sessions/change-session.ts";
import { acceptLink } from "./accept-link.ts";
import { findLink } from "./one-time-links.ts";

/** One-time links; the secret comes in the body, since addresses end up in logs and histories. */
export function linkRoutes(app: App, context: Context): void {
  app.post("/api/links/inspect", { schema: { body: secretBody } }, async (request, reply) => {
    const purpose = await findLink(context.db, request.body.secret, context.now());
    if (!purpose) return refuse(reply, problem("link-not-found"));
    if (purpose.type === "first-account") {
      return { purpose: purpose.type, name: "", username: "" };
    }
    const { name, username } = purpose.account;
    return { purpose: purpose.type, name, username };
  });

  app.post("/api/links/accept", { schema: { body: acceptLinkBody } }, async (request, reply) => {
    const account = await acceptLink(context, request.body);
    if (!account.ok) return refuse(reply, account.error);
    await startSession(context, { request, reply }, account.value);
    return { account: account.value };
  });
}
