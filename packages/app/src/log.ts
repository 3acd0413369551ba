import { type DestinationStream, pino } from "pino";

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

const maxTextLength = 256;

/**
 * Makes the log: JSON lines, each field named in {@link LogFields}.
 *
 * @param destination default: the process's stderr
 */
export function createLog(
  level: "debug" | "info" | "warn" | "error",
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Log {
  const logger = pino(
    {
      level,
      base: { process: "app" },
      formatters: { level: (label) => ({ level: label }) },
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );
  return {
    debug: (event, fields = {}) => logger.debug(allowed(fields), event),
    info: (event, fields = {}) => logger.info(allowed(fields), event),
    warn: (event, fields = {}) => logger.warn(allowed(fields), event),
    error: (event, fields = {}) => logger.error(allowed(fields), event),
  };
}

function allowed(fields: LogFields): Record<string, unknown> {
  const { method, route, status, code, ms, port, error } = fields;
  return {
    ...(method !== undefined && { method: cut(method) }),
    ...(route !== undefined && { route: cut(route) }),
    ...(status !== undefined && { status }),
    ...(code !== undefined && { code: cut(code) }),
    ...(ms !== undefined && { ms: Math.round(ms) }),
    ...(port !== undefined && { port }),
    ...(error !== undefined && describe(error)),
  };
}

/** Name, code and place of an error; its message may quote what somebody sent. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: cut(error.code) } : {};
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return { error: cut(error.name), ...code, at: at.slice(0, 8).map((line) => cut(line.trim())) };
}

/** Bounds a text and takes its control characters out, so that it stays one line anywhere. */
function cut(text: string): string {
  return text.slice(0, maxTextLength).replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, "?");
}
