import {
  createLineLog,
  type LineLog,
  type LogDestination,
  type LogLevel,
} from "@lectern/log/line-log";

/** Everything that is logged; docs/operate.md says what each means. */
export const logEvents = [
  "listening",
  "cannot-listen",
  "upgrade-refused",
  "joined",
  "refused",
  "join-refused",
  "held",
  "resumed",
  "resume-failed",
  "left",
  "closed",
  "removed",
  "meeting-ended",
  "closing-not-noted",
  "draining",
  "internal",
] as const;

export type LogEvent = (typeof logEvents)[number];

/** All that a line of the log may say besides its event. Never a name, a token, SDP or a cookie. */
export interface LogFields {
  readonly room?: string;
  readonly actor?: string;
  readonly connection?: number;
  readonly code?: string | number;
  readonly reason?: string;
  readonly host?: string;
  readonly port?: number;
  readonly count?: number;
  readonly error?: unknown;
}

export type Log = LineLog<LogFields>;

const allowed: Readonly<Record<keyof LogFields, true>> = {
  room: true,
  actor: true,
  connection: true,
  code: true,
  reason: true,
  host: true,
  port: true,
  count: true,
  error: true,
};

/** @param destination default: the process's stderr */
export function createLog(level: LogLevel, destination?: LogDestination): Log {
  return createLineLog({ process: "signaling", level, fields: allowed, destination });
}
