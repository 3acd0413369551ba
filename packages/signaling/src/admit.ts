import type { ClientMessage, Participant } from "@lectern/protocol/messages";
import { fail, ok, type Result } from "@lectern/protocol/result";
import type { VerifyToken } from "@lectern/token/verify";
import type { Closings } from "./closings.ts";

/** Why somebody does not get in: the code and a sentence for them, a reason for the log. */
export interface AdmissionRefusal {
  readonly code: "token-expired" | "token-invalid" | "forbidden" | "meeting-ended";
  readonly message: string;
  readonly reason: string;
}

export interface AdmissionContext {
  readonly verifyToken: VerifyToken;
  readonly closings: Closings;
  /** ms since the epoch; what people and tokens go by. */
  readonly now: () => number;
}

/**
 * Decides who a join makes its sender.
 *
 * Identity is taken from the token, here and nowhere else.
 */
export function admit(
  join: Extract<ClientMessage, { readonly type: "join" }>,
  { verifyToken, closings, now }: AdmissionContext,
): Result<Participant, AdmissionRefusal> {
  const at = now();
  const token = verifyToken(join.token, Math.floor(at / 1000));
  if (!token.ok) return fail({ ...token.error, message: sentences[token.error.code] });
  const { sub, role, name, room } = token.value;
  if (room !== join.roomId) return refuse("forbidden", "token of another room");
  const closedBy = closings.closedBy(token.value);
  if (closedBy === "meeting-ended") return refuse("meeting-ended", "token of an ended meeting");
  if (closedBy === "removed") return refuse("token-invalid", "token of who was removed");
  const { instance } = join;
  return ok({ id: sub, role, name, joinedAt: at, ...(instance !== undefined && { instance }) });
}

const sentences = {
  "token-expired": "Token has expired: fetch a fresh one and join",
  "token-invalid": "Token is not valid here",
  forbidden: "Token does not open this room",
  "meeting-ended": "Meeting was ended; it takes a token issued after that to join",
} as const;

function refuse(code: AdmissionRefusal["code"], reason: string): Result<never, AdmissionRefusal> {
  return fail({ code, reason, message: sentences[code] });
}
