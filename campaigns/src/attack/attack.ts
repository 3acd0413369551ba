import type { Intruder, IntruderOptions } from "./intruder.ts";
import type { Pace } from "./pace.ts";

/** One row of abuse, and what is to become of who tries it. */
export interface Attack {
  /** `D1` to `D9`. */
  readonly id: string;
  /** What it does, with its rates. */
  readonly what: string;
  /** How the server ends it: a close code, or `HTTP 408`. */
  readonly end: string;
  /** How long a socket of it may last, in ms. */
  readonly withinMs: number;
  /** How many good clients join in a second meanwhile, where that is what it aims at. */
  readonly joinsPerSecond?: number;
  /** What ordinary people do there whom it is aimed at: in the calm half, too. */
  readonly meanwhile?: (scene: Scene) => void;
  /** Goes on until the process ends in which it runs. */
  readonly run: (scene: Scene) => Promise<unknown>;
}

/** What an attack has at hand. */
export interface Scene {
  /** The line by which the attackers reach the server, in bytes. */
  readonly uplink: Pace;
  /** So much a second, evenly. */
  pace(perSecond: number): Pace;
  /** Opens a socket from one of the attackers' addresses; the handshake is sent where there is to be one. */
  open(options?: OpenOptions): Intruder;
  /** Keeps so many attackers busy: each begins anew when it has been ended. */
  keepUp(count: number, attempt: (place: number) => Promise<unknown>): Promise<unknown>;
}

export interface OpenOptions extends Pick<IntruderOptions, "isFrozen"> {
  /** Which of the attackers' addresses, from 0. */
  readonly from?: number;
  readonly request?: string;
  /** Whether it does nothing wrong: the server is to leave it open, and the report to leave it out. */
  readonly isInnocent?: boolean;
}
