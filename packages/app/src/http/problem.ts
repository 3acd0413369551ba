/** Every way in which the app says no: the status and the sentence of each code. */
const problems = {
  "invalid-field": [400, "A field is missing or not allowed"],
  "bad-json": [400, "The body is not JSON"],
  "bad-request": [400, "The request cannot be read"],
  "bad-host": [400, "The Host header is not a host"],
  "sign-in-required": [401, "Sign in first"],
  "bad-credentials": [401, "The user name or the password is not right"],
  "cross-site": [403, "Requests from other sites are not accepted"],
  "not-allowed": [403, "Your role does not allow this"],
  removed: [403, "The teacher removed you from this meeting"],
  "guest-link-closed": [403, "The guest link by which you came in is closed"],
  "not-found": [404, "There is nothing at this address"],
  "account-not-found": [404, "There is no such account"],
  "conference-not-found": [404, "There is no such conference, or it is not yours"],
  "link-not-found": [404, "This link was used, renewed or closed, or it has expired"],
  "method-not-allowed": [405, "This address does not take that method"],
  "meeting-ended": [409, "The meeting was ended by its teacher"],
  "username-taken": [409, "Another account has this user name"],
  "last-administrator": [409, "One administrator has to remain"],
  "account-disabled": [409, "The account is disabled"],
  "too-many-lines": [400, "At most 200 lines can be pasted at once"],
  "already-signed-in": [409, "Sign out before you enter as a guest"],
  "already-teacher": [409, "The teacher of a conference cannot be its student"],
  "only-students": [409, "Only students can be removed"],
  "body-too-large": [413, "The body is too large"],
  "json-required": [415, "The body has to be JSON"],
  "too-many-attempts": [429, "Too many failed attempts, wait before the next one"],
  internal: [500, "Something went wrong in the app"],
  "signaling-disabled": [503, "Meetings are switched off on this server"],
  "signaling-away": [503, "The signaling server does not answer at the moment"],
  overloaded: [503, "Too many people are signing in at once, try again"],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ProblemCode = keyof typeof problems;

/** A refusal as it is sent: a code for programs, a sentence for a developer. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
}

/** Makes a refusal; `details` name the field, another sentence, or when to try again. */
export function problem(code: ProblemCode, details: Partial<Omit<Problem, "code">> = {}): Problem {
  return { code, message: problems[code][1], ...details };
}

export function statusOf({ code }: Problem): number {
  return problems[code][0];
}
