import { createHmac } from "node:crypto";

/** A user name and password for a TURN server, good for a while. */
export interface TurnCredentials {
  readonly username: string;
  readonly credential: string;
}

export interface CredentialOptions {
  /** Whom the server's quotas count: an actor id. */
  readonly user: string;
  /** One that the server has as well, the first of `CONFERENCE_TURN_SECRET`. */
  readonly secret: string;
  /** ms since the epoch. */
  readonly expiresAt: number;
}

/**
 * Makes credentials that a TURN server with the same secret takes until they expire.
 *
 * @see draft-uberti-behave-turn-rest-00 §2.2; coturn's `use-auth-secret`
 */
export function turnCredentials({ user, secret, expiresAt }: CredentialOptions): TurnCredentials {
  const username = `${Math.floor(expiresAt / 1000)}:${user}`;
  return { username, credential: createHmac("sha1", secret).update(username).digest("base64") };
}
