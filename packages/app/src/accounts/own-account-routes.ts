import { tellClosings } from "../conferences/closings.ts";
import { revokeAccount } from "../conferences/revoke.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitAccount } from "../http/doors.ts";
import { problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { nameBody, passwordBody } from "../http/schemas.ts";
import { nameRule, readName } from "../names.ts";
import { closeSessionsOf } from "../sessions/session-store.ts";
import { attemptOf } from "./attempt-of.ts";
import { renameAccount } from "./change-account.ts";
import { passwordRule, readPassword } from "./password.ts";
import { signIn } from "./sign-in.ts";

/** What a person does with their own account. */
export function ownAccountRoutes(app: App, context: Context): void {
  const { db, passwords, now } = context;

  app.get("/api/account", async (request, reply) => {
    const person = await admitAccount(context, request);
    return person.ok ? { account: person.value.account } : refuse(reply, person.error);
  });

  app.put("/api/account", { schema: { body: nameBody } }, async (request, reply) => {
    const person = await admitAccount(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const name = readName(request.body.name);
    if (!name) return refuse(reply, problem("invalid-field", nameRule));
    await renameAccount(db, person.value.account.id, name);
    return { account: { ...person.value.account, name } };
  });

  app.put("/api/account/password", { schema: { body: passwordBody } }, async (request, reply) => {
    const person = await admitAccount(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const { account, sessionHash } = person.value;
    const next = readPassword(request.body.next);
    if (!next) return refuse(reply, problem("invalid-field", { ...passwordRule, field: "next" }));
    // A borrowed session may guess no more often than a stranger.
    const attempt = attemptOf(context, request, account.username);
    const checked = await signIn(context, attempt, request.body.current);
    if (!checked.ok) return refuse(reply, { ...checked.error, field: "current" });
    const passwordHash = await passwords.hash(next);
    await db.updateTable("accounts").set({ passwordHash }).where("id", "=", account.id).execute();
    await db.deleteFrom("oneTimeLinks").where("accountId", "=", account.id).execute();
    await closeSessionsOf(db, account.id, sessionHash);
    await revokeAccount(db, account.id, now());
    await tellClosings(context);
    return reply.code(204).send();
  });
}
