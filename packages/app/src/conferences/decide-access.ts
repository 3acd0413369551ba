import type { ParticipantId } from "@lectern/protocol/ids";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { mayTeach } from "../accounts/account.ts";
import { type Problem, problem } from "../http/problem.ts";
import type { Visitor } from "../sessions/visitor.ts";
import { type ActorPerson, actorOf } from "./actor.ts";
import { type ConferenceTimes, isEnded } from "./conference.ts";
import { isKeptOut, type RemovalTimes } from "./removals.ts";

/** What a person is in one conference; `actor` is the id they have in its room. */
export interface Seat {
  readonly role: "teacher" | "student";
  readonly actor: ParticipantId;
  readonly name: string;
}

/** What the decision needs to know of a conference, as it stands for one visitor. */
export interface AccessFacts {
  readonly id: string;
  readonly ownerId: string;
  readonly isEnrolled: boolean;
  /** Hash of the guest link's current secret; `null` while it is closed. */
  readonly guestLinkHash: string | null;
}

/**
 * Decides who somebody is in a conference, if anybody.
 *
 * A conference that does not exist and one that is not theirs get the same
 * answer. An owner who may no longer teach is a stranger to it.
 */
export function decideAccess(
  visitor: Visitor,
  conference: AccessFacts | null,
): Result<Seat, Problem> {
  switch (visitor.kind) {
    case "nobody":
      return fail(problem("sign-in-required"));
    case "account": {
      const { id, name, role } = visitor.account;
      if (conference?.ownerId === id && mayTeach(role)) {
        return ok(seatOf("teacher", { kind: "account", id }, name));
      }
      if (conference?.isEnrolled) return ok(seatOf("student", { kind: "account", id }, name));
      return fail(problem("conference-not-found"));
    }
    case "guest": {
      const { id, name, conferenceId, linkHash } = visitor.guest;
      if (conference?.id !== conferenceId) return fail(problem("conference-not-found"));
      if (conference.guestLinkHash !== linkHash) return fail(problem("guest-link-closed"));
      return ok(seatOf("student", { kind: "guest", id }, name));
    }
  }
}

function seatOf(role: Seat["role"], person: ActorPerson, name: string): Seat {
  return { role, actor: actorOf(role, person), name };
}

export interface EntryFacts {
  /** `null` when they were never removed. */
  readonly removal: RemovalTimes | null;
  readonly isSignalingEnabled: boolean;
}

/** Whether the room of a conference may be entered by one of its people now. */
export function decideEntry(
  conference: ConferenceTimes,
  { removal, isSignalingEnabled }: EntryFacts,
): Result<null, Problem> {
  if (isEnded(conference)) return fail(problem("meeting-ended"));
  if (removal && isKeptOut(removal, conference)) return fail(problem("removed"));
  if (!isSignalingEnabled) return fail(problem("signaling-disabled"));
  return ok(null);
}
