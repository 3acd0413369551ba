import { createLineLog, type LogDestination, type LogLevel } from "@lectern/log/line-log";

/** Everything that is logged; docs/operate.md says what each means. */
export const logEvents = [
  "request",
  "request failed",
  "link message failed",
  "signaling server unreachable",
] as const;

export type LogEvent = (typeof logEvents)[number];

/** What a line of the log may say, and nothing else: no token, name, cookie, address or body. */
export interface LogFields {
  readonly method?: string;
  /** The pattern of the route, not the address that was asked for. */
  readonly route?: string;
  readonly status?: number;
  readonly code?: string;
  readonly ms?: number;
  readonly port?: number;
  readonly error?: unknown;
}

export interface Log {
  readonly debug: (event: LogEvent, fields?: LogFields) => void;
  readonly info: (event: LogEvent, fields?: LogFields) => void;
  readonly warn: (event: LogEvent, fields?: LogFields) => void;
  readonly error: (event: LogEvent, fields?: LogFields) => void;
}

const allowed: Readonly<Record<keyof LogFields, true>> = {
  method: true,
  route: true,
  status: true,
  code: true,
  ms: true,
  port: true,
  error: true,
};

/** @param destination default: the process's stderr */
export function createLog(level: LogLevel, destination?: LogDestination): Log {
  const line = createLineLog<LogFields>({ process: "app", level, fields: allowed, destination });
  return {
    debug: (event, fields) => line("debug", event, fields),
    info: (event, fields) => line("info", event, fields),
    warn: (event, fields) => line("warn", event, fields),
    error: (event, fields) => line("error", event, fields),
  };
}
