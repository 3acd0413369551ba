/** The two servers that are compared. */
export const servers = ["yardstick", "lectern"] as const;
export type ServerName = (typeof servers)[number];

/** What can be measured, each in a life of the server of its own. */
export const measurements = [
  "relay",
  "latency",
  "joins-500",
  "joins-1000",
  "joins-most",
  "bell",
  "memory",
  "chat-30",
  "chat-500",
  "storm",
] as const;
export type Measurement = (typeof measurements)[number];

/** What a load generator is told to do: comes as its first message. */
export interface Order {
  readonly measurement: Measurement;
  readonly server: ServerName;
  /** A load of a second that is only checked, not judged. */
  readonly isQuick: boolean;
  readonly seed: number;
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  /** The process that was started; the server is it or one that it started. */
  readonly pid: number;
}

/** What a load generator found out, by the names of the values. */
export type Values = Readonly<Record<string, number>>;

export type Report =
  | { readonly ok: true; readonly values: Values }
  | { readonly ok: false; readonly faults: readonly string[] };
