import { fail, ok, type Result } from "@lectern/protocol/result";
import { tellClosings } from "../conferences/closings.ts";
import type { Context } from "../context.ts";
import type { App } from "../http/app.ts";
import { admitAdministrator, admitTeacher } from "../http/doors.ts";
import { type Problem, problem } from "../http/problem.ts";
import { refuse } from "../http/refuse.ts";
import { accountBody, directoryQuery, idParams, newAccountBody } from "../http/schemas.ts";
import { makeAccountLink, welcomePath } from "../links/one-time-links.ts";
import { nameRule, readName } from "../names.ts";
import type { Account } from "./account.ts";
import {
  addAccount,
  findAccount,
  findByUsername,
  isCreatedBy,
  listAccounts,
  type NewAccount,
  searchAccounts,
} from "./account-store.ts";
import { changeAccount } from "./change-account.ts";
import { readUsername, usernameRule } from "./username.ts";

/** The accounts of other people: an administrator's list, and what teachers need of it. */
export function accountsRoutes(app: App, context: Context): void {
  const { db, now } = context;

  app.get("/api/accounts", async (request, reply) => {
    const person = await admitAdministrator(context, request);
    if (!person.ok) return refuse(reply, person.error);
    return { accounts: await listAccounts(db) };
  });

  app.post("/api/accounts", { schema: { body: newAccountBody } }, async (request, reply) => {
    const person = await admitAdministrator(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const name = readName(request.body.name);
    if (!name) return refuse(reply, problem("invalid-field", nameRule));
    const username = readUsername(request.body.username);
    if (!username) return refuse(reply, problem("invalid-field", usernameRule));
    const { role } = request.body;
    const createdBy = person.value.account.id;
    const invited = await invite(context, { name, username, role, createdBy });
    return invited ? reply.code(201).send(invited) : refuse(reply, usernameTaken);
  });

  const changeSchema = { params: idParams, body: accountBody };
  app.put("/api/accounts/:id", { schema: changeSchema }, async (request, reply) => {
    const person = await admitAdministrator(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const name = readName(request.body.name);
    if (!name) return refuse(reply, problem("invalid-field", nameRule));
    const change = { ...request.body, name };
    const account = await changeAccount(db, request.params.id, change, now());
    if (!account.ok) return refuse(reply, account.error);
    await tellClosings(context);
    return { account: account.value };
  });

  app.post("/api/accounts/:id/link", { schema: { params: idParams } }, async (request, reply) => {
    const person = await admitTeacher(context, request);
    if (!person.ok) return refuse(reply, person.error);
    const allowed = await mayReset(context, person.value.account, request.params.id);
    if (!allowed.ok) return refuse(reply, allowed.error);
    return { link: welcomePath(await makeAccountLink(db, request.params.id, now())) };
  });

  app.get("/api/directory", { schema: { querystring: directoryQuery } }, async (request, reply) => {
    const person = await admitTeacher(context, request);
    if (!person.ok) return refuse(reply, person.error);
    return { accounts: await searchAccounts(db, request.query.query) };
  });
}

const usernameTaken = problem("username-taken", { field: "username" });

async function invite(
  { db, now }: Context,
  person: NewAccount,
): Promise<{ readonly account: Account; readonly link: string } | null> {
  return db.transaction().execute(async (inside) => {
    if (await findByUsername(inside, person.username)) return null;
    const account = await addAccount(inside, person, now());
    return { account, link: welcomePath(await makeAccountLink(inside, account.id, now())) };
  });
}

/**
 * An administrator may reset any password, a teacher that of a student whose account they made.
 *
 * To have enrolled them is not enough: a teacher can enrol anybody.
 */
async function mayReset(
  { db }: Context,
  person: Account,
  accountId: string,
): Promise<Result<null, Problem>> {
  const account = await findAccount(db, accountId);
  if (person.role !== "administrator") {
    const theirs = await isCreatedBy(db, { accountId, creatorId: person.id });
    if (!account || !theirs) return fail(problem("account-not-found"));
    if (account.role !== "student") return fail(problem("not-allowed"));
  }
  if (!account) return fail(problem("account-not-found"));
  return account.disabled ? fail(problem("account-disabled")) : ok(null);
}
