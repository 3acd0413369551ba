import { randomUUID } from "node:crypto";
import { type ParticipantId, type RoomId, roleOf } from "@lectern/protocol/ids";
import { signToken } from "@lectern/token/sign";
import { secret } from "./lectern.ts";

const ttlSeconds = 7200;

/** @param skewSeconds how far the minter's clock is ahead of ours */
export function mint(actor: ParticipantId, room: RoomId, skewSeconds = 0): string {
  const iat = Math.floor(Date.now() / 1000) + skewSeconds;
  const times = { iat, exp: iat + ttlSeconds };
  const who = { sub: actor, role: roleOf(actor), room, name: `Name of ${actor}` };
  return signToken({ ...who, ...times, jti: randomUUID() }, secret);
}
