import type { IceServer } from "@lectern/settings/ice-servers";
import { turnCredentials } from "@lectern/turn/credentials";
import type { AppConfig } from "../config.ts";

/** As long as a token's: a lesson needs no second ones, and what leaks is soon worth nothing. */
const credentialsTtlMs = 2 * 60 * 60 * 1000;

export interface IceServersFor {
  readonly actor: string;
  /** ms since the epoch. */
  readonly now: number;
}

export interface IssuedIceServers {
  readonly iceServers: readonly IceServer[];
  /** ms since the epoch; `null`: they do not expire. */
  readonly iceServersExpireAt: number | null;
}

/** The servers of the settings, and the relay with credentials of this actor's own. */
export function issueIceServers(
  { iceServers, turn }: Pick<AppConfig, "iceServers" | "turn">,
  { actor: user, now }: IceServersFor,
): IssuedIceServers {
  if (!turn) return { iceServers, iceServersExpireAt: null };
  const { urls, secrets } = turn;
  // Whole seconds, as they stand in the user name.
  const expiresAt = Math.floor((now + credentialsTtlMs) / 1000) * 1000;
  const relay = { urls, ...turnCredentials({ user, secret: secrets[0], expiresAt }) };
  return { iceServers: [...iceServers, relay], iceServersExpireAt: expiresAt };
}
