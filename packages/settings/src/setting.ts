/** One setting: an environment variable, what it means, and how its text is read. */
export interface Setting<T> {
  readonly name: string;
  /** What it does, in one sentence without a final stop. */
  readonly help: string;
  /** What is allowed, to follow "allowed:". */
  readonly allowed: string;
  /** The text that stands in for an unset or empty variable; empty where there is none. */
  readonly fallback: string;
  /** Its value is never shown, not even when it is wrong. */
  readonly isSecret?: true;
  /** The value, or `undefined` when the text is not allowed. */
  readonly read: (text: string) => T | undefined;
}
