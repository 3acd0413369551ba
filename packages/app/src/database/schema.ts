import type { Kysely } from "kysely";
import type { AccountRole } from "../accounts/account.ts";

/** What the tables hold; times are ms since the epoch, and no secret stands here unless it says so. */
export interface Schema {
  readonly accounts: AccountTable;
  readonly sessions: SessionTable;
  readonly oneTimeLinks: OneTimeLinkTable;
  readonly conferences: ConferenceTable;
  readonly enrolments: EnrolmentTable;
  readonly removals: RemovalTable;
  readonly deletedConferences: DeletedConferenceTable;
  readonly keys: KeyTable;
}

export type Database = Kysely<Schema>;

export interface AccountTable {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  /** The name as it is searched and compared: see `foldName`. */
  readonly nameKey: string;
  readonly role: AccountRole;
  /** PHC string of argon2id; `null` until the invited person has set a password. */
  readonly passwordHash: string | null;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  /** The account that made it; `null` when nobody did, as the first one. */
  readonly createdBy: string | null;
  readonly lastSeenAt: number | null;
}

/** A browser's session: of an account, or of a guest of one conference. */
export interface SessionTable {
  /** SHA-256 of the id that the cookie carries. */
  readonly idHash: string;
  readonly accountId: string | null;
  readonly conferenceId: string | null;
  readonly guestId: string | null;
  readonly guestName: string | null;
  /** SHA-256 of the guest link's secret by which the guest came in. */
  readonly guestLinkHash: string | null;
  readonly createdAt: number;
  readonly lastSeenAt: number;
}

export interface OneTimeLinkTable {
  readonly secretHash: string;
  /** Whose password the link sets; `null` makes the first account. */
  readonly accountId: string | null;
  readonly createdAt: number;
  /** `null` is never. */
  readonly expiresAt: number | null;
}

export interface ConferenceTable {
  readonly id: string;
  readonly title: string;
  readonly ownerId: string;
  /**
   * The guest link's secret in the clear, since the teacher's page shows the link again.
   * It opens this one conference to a guest and can be renewed at any time.
   */
  readonly guestSecret: string | null;
  readonly createdAt: number;
  /** When it was made, or the last time it was started anew. */
  readonly startedAt: number;
  /** The last time it was ended; older than `startedAt` when it was started anew since. */
  readonly endedAt: number | null;
  readonly endedBy: string | null;
}

export interface EnrolmentTable {
  readonly conferenceId: string;
  readonly accountId: string;
  readonly createdAt: number;
}

/** That somebody lost their way into a conference: until they are let back in, or by then only. */
export interface RemovalTable {
  readonly conferenceId: string;
  readonly actor: string;
  /** The name under which they were in. */
  readonly name: string;
  /** Their tokens issued until then open the room no more. */
  readonly removedAt: number;
  /** Since when they get no other token; `null` when their access alone decides that. */
  readonly keptOutAt: number | null;
  /** The teacher who wanted it; `null` when it was done on the signaling server. */
  readonly keptOutBy: string | null;
}

/** A conference that is gone or was never here, for as long as one of its tokens could still be in force. */
export interface DeletedConferenceTable {
  readonly id: string;
  readonly deletedAt: number;
  readonly deletedBy: string;
}

/** Keys that this installation made for itself. */
export interface KeyTable {
  readonly name: string;
  readonly value: string;
}
