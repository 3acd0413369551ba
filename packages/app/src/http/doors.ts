import { fail, ok, type Result } from "@lectern/protocol/result";
import type { FastifyRequest } from "fastify";
import { type Account, mayTeach } from "../accounts/account.ts";
import { type FoundConference, findConference } from "../conferences/conference-store.ts";
import { decideAccess, type Seat } from "../conferences/decide-access.ts";
import type { Context } from "../context.ts";
import { sessionCookie } from "../sessions/cookies.ts";
import { findVisitor } from "../sessions/session-store.ts";
import type { Visitor } from "../sessions/visitor.ts";
import { type Problem, problem } from "./problem.ts";

type Allowed<T> = Promise<Result<T, Problem>>;

/** Somebody with an account; `sessionHash` is the stored name of the session they use. */
export interface SignedIn {
  readonly account: Account;
  readonly sessionHash: string;
}

export interface Admission {
  readonly conference: FoundConference;
  readonly seat: Seat;
}

/** Who makes a request. */
export async function visitorOf(context: Context, request: FastifyRequest): Promise<Visitor> {
  const id = request.cookies[sessionCookie];
  return id === undefined ? { kind: "nobody" } : findVisitor(context.db, id, context.now());
}

/** Lets people with an account in; a guest of a conference is nobody elsewhere. */
export async function admitAccount(context: Context, request: FastifyRequest): Allowed<SignedIn> {
  const visitor = await visitorOf(context, request);
  return visitor.kind === "account" ? ok(visitor) : fail(problem("sign-in-required"));
}

export async function admitTeacher(context: Context, request: FastifyRequest): Allowed<SignedIn> {
  const person = await admitAccount(context, request);
  if (!person.ok || mayTeach(person.value.account.role)) return person;
  return fail(problem("not-allowed"));
}

export async function admitAdministrator(
  context: Context,
  request: FastifyRequest,
): Allowed<SignedIn> {
  const person = await admitAccount(context, request);
  if (!person.ok || person.value.account.role === "administrator") return person;
  return fail(problem("not-allowed"));
}

/** Lets the people of a conference in: its teacher, those enrolled, guests of its open link. */
export async function admitToConference(
  context: Context,
  request: FastifyRequest,
  id: string,
): Allowed<Admission> {
  const visitor = await visitorOf(context, request);
  const conference = await findConference(context.db, id, visitor);
  const seat = decideAccess(visitor, conference);
  if (!seat.ok) return seat;
  return conference ? ok({ conference, seat: seat.value }) : fail(problem("conference-not-found"));
}

/** Lets the teacher of a conference in; its students are told that it is not theirs to do. */
export async function admitItsTeacher(
  context: Context,
  request: FastifyRequest,
  id: string,
): Allowed<Admission> {
  const admission = await admitToConference(context, request, id);
  if (!admission.ok || admission.value.seat.role === "teacher") return admission;
  return fail(problem("not-allowed"));
}
