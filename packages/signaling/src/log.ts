import { type DestinationStream, pino } from "pino";

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
  readonly error?: string;
}

export type LogLevel = "debug" | "info" | "warn" | "error";

export type Log = (level: LogLevel, event: LogEvent, fields?: LogFields) => void;

const allowed: readonly (keyof LogFields)[] = [
  "room",
  "actor",
  "connection",
  "code",
  "reason",
  "host",
  "port",
  "count",
  "error",
];

const maxValueLength = 256;

/** JSON lines with the fields of {@link LogFields} and no other, whatever a caller hands in. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = { level, base: { process: "signaling" }, messageKey: "event" };
  const logger = destination ? pino(options, destination) : pino(options, pino.destination(2));
  return (at, event, fields = {}) => logger[at](pick(fields), event);
}

function pick(fields: LogFields): Record<string, unknown> {
  const line: Record<string, unknown> = {};
  for (const name of allowed) {
    const value = fields[name];
    if (value !== undefined) line[name] = typeof value === "string" ? cut(value) : value;
  }
  return line;
}

function cut(value: string): string {
  return value.length > maxValueLength ? `${value.slice(0, maxValueLength - 1)}…` : value;
}
