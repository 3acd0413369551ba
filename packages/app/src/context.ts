import type { KeyObject } from "node:crypto";
import type { LinkMessage } from "@lectern/protocol/link";
import type { PasswordHasher } from "./accounts/password-hasher.ts";
import type { SignInGuard } from "./accounts/sign-in-guard.ts";
import type { Turnstile } from "./accounts/turnstile.ts";
import type { AppConfig } from "./config.ts";
import type { Database } from "./database/schema.ts";
import type { Log } from "./log.ts";
import type { SignalingAdmin } from "./signaling-admin.ts";

/** What the routes work with: everything outside that they touch is in here. */
export interface Context {
  readonly config: AppConfig;
  readonly db: Database;
  readonly log: Log;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly passwords: PasswordHasher;
  readonly guard: SignInGuard;
  /** Where sign-ins wait, since each takes 19 MiB and a processor while it is checked. */
  readonly turnstile: Turnstile;
  /** Where those from addresses of many failures wait before it, one at a time. */
  readonly slowLane: Turnstile;
  readonly pause: (ms: number) => Promise<void>;
  readonly deviceKey: KeyObject;
  /** The signaling server, where an answer is wanted. */
  readonly signaling: SignalingAdmin;
  /** Tells the signaling server something, through the supervisor. */
  readonly tell: (message: LinkMessage) => void;
}
