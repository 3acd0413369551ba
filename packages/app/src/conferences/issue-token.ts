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
  /** Until when tokens are refused: the last end of the conference, or a removal; 0 for never. */
  readonly closedAt: number;
}

export interface IssuedToken {
  readonly token: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/**
 * Makes the token that opens a conference's room to one of its people.
 *
 * After an end or a removal it is issued in the second that follows at the earliest:
 * tokens count in seconds, and those of that very second are refused.
 */
export function issueToken(seat: Seat, conferenceId: string, options: IssueOptions): IssuedToken {
  const { secret, ttlSeconds, now, closedAt } = options;
  const iat = Math.max(Math.floor(now / 1000), Math.floor(closedAt / 1000) + 1);
  const exp = iat + ttlSeconds;
  const claims: Claims = {
    sub: seat.actor,
    role: seat.role,
    room: roomIdOf(conferenceId),
    name: seat.name,
    iat,
    exp,
    jti: newId(),
  };
  return { token: signToken(claims, secret), expiresAt: exp * 1000 };
}
