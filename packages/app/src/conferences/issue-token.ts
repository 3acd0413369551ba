import { parseParticipantId } from "@lectern/protocol/ids";
import type { Claims } from "@lectern/token/claims";
import { signToken } from "@lectern/token/sign";
import { newId } from "../secrets.ts";
import type { Seat } from "./decide-access.ts";
import { roomIdOf } from "./room-id.ts";

export interface IssueOptions {
  readonly secret: string;
  readonly ttlSeconds: number;
  /** ms since the epoch. */
  readonly now: number;
  /** When the conference was last ended, if it was. */
  readonly endedAt: number | null;
}

export interface IssuedToken {
  readonly token: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/**
 * Makes the token that opens a conference's room to one of its people.
 *
 * After an end it is issued in the second that follows at the earliest: tokens
 * count in seconds, and those of the second of the end are refused.
 */
export function issueToken(seat: Seat, conferenceId: string, options: IssueOptions): IssuedToken {
  const { secret, ttlSeconds, now, endedAt } = options;
  const sub = parseParticipantId(seat.actor);
  if (!sub) throw new RangeError(`Cannot issue a token to actor ${seat.actor}`);
  const afterEnd = endedAt === null ? 0 : Math.floor(endedAt / 1000) + 1;
  const iat = Math.max(Math.floor(now / 1000), afterEnd);
  const exp = iat + ttlSeconds;
  const claims: Claims = {
    sub,
    role: seat.role,
    room: roomIdOf(conferenceId),
    name: seat.name,
    iat,
    exp,
    jti: newId(),
  };
  return { token: signToken(claims, secret), expiresAt: exp * 1000 };
}
