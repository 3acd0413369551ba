import { randomUUID } from "node:crypto";
import { type ParticipantId, type RoomId, roleOf } from "@lectern/protocol/ids";
import { signToken } from "@lectern/token/sign";
import { secret } from "./lectern.ts";

const ttlSeconds = 7200;

/** The times of a token. */
export interface Times {
  /** How far the minter's clock is ahead of ours. */
  readonly skewSeconds?: number;
  /** Whether it is to expire now; otherwise it was issued now. */
  readonly isOld?: boolean;
}

/** Makes a token as a back end would that shares the campaigns' secret. */
export function mint(
  actor: ParticipantId,
  room: RoomId,
  { skewSeconds = 0, isOld = false }: Times = {},
): string {
  const issued = Math.floor(Date.now() / 1000) + skewSeconds;
  const iat = isOld ? issued - ttlSeconds : issued;
  const who = { sub: actor, role: roleOf(actor), room, name: `Name of ${actor}` };
  return signToken({ ...who, iat, exp: iat + ttlSeconds, jti: randomUUID() }, secret);
}
