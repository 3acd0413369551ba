import { type DestinationStream, pino } from "pino";

/** Where lines go to. */
export type LogDestination = DestinationStream;

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Writes one line: what happened, and what is allowed to be said of it. */
export type LineLog<Fields> = (level: LogLevel, event: string, fields?: Fields) => void;

export interface LineLogOptions<Fields> {
  /** Which of the processes writes: they share a file. */
  readonly process: string;
  readonly level: LogLevel;
  /** All that a line may say besides its event. */
  readonly fields: Readonly<Record<keyof Fields & string, true>>;
  /** Default: the process's stderr. */
  readonly destination?: LogDestination | undefined;
}

/**
 * Makes a log of JSON lines, the same for every process.
 *
 * A field that is not named in `fields` is left out, whatever a caller hands in.
 */
export function createLineLog<Fields extends object>(
  options: LineLogOptions<Fields>,
): LineLog<Fields> {
  const { process, level, fields: allowed, destination = openStderr() } = options;
  const logger = pino(
    {
      level,
      base: { process },
      formatters: { level: (label) => ({ level: label }) },
      messageKey: "event",
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );
  return (at, event, fields) => {
    const entries = Object.entries(fields ?? {}).filter(([name]) => Object.hasOwn(allowed, name));
    logger[at](Object.assign({}, ...entries.map(shown)), event);
  };
}

/** Lines are written together: a write costs more than what is written. */
const batchBytes = 4 * 1024;
/** So long may a line wait for others, in ms. */
const batchMs = 100;
/** What may wait to be written: where nobody reads or the disk is full lines are lost, and the process goes on. */
const maxWaitingBytes = 256 * 1024;

function openStderr(): LogDestination {
  const stderr = pino.destination({
    ...{ fd: 2, sync: false, minLength: batchBytes, periodicFlush: batchMs },
    maxLength: maxWaitingBytes,
  });
  // There is nowhere to say that the log cannot be written.
  stderr.on("error", () => {});
  return stderr;
}

function shown([name, value]: readonly [string, unknown]): Record<string, unknown> {
  if (name === "error") return describe(value);
  if (typeof value === "string") return { [name]: cut(value) };
  return typeof value === "number" ? { [name]: Math.round(value) } : {};
}

const maxPlaces = 8;

/** Name, code and place of an error; its message may quote what somebody sent. */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const code = "code" in error && typeof error.code === "string" ? { code: cut(error.code) } : {};
  const at = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  return {
    error: cut(error.name),
    ...code,
    at: at.slice(0, maxPlaces).map((line) => cut(line.trim())),
  };
}

const maxTextLength = 256;

/** Bounds a text and takes its control characters out, so that it stays one line anywhere. */
function cut(text: string): string {
  const start = text.length > maxTextLength ? `${text.slice(0, maxTextLength - 1)}…` : text;
  return start.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, "?");
}
