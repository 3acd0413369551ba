/** Why something of the browser library did not go well. */
export type ConferenceErrorCode =
  | "permission-denied"
  | "no-device"
  | "device-busy"
  | "device-lost"
  | "insecure-context"
  | "unsupported"
  | "access-refused"
  | "unknown";

/** What the library rejects with: a stable code, and the platform's own error as the cause. */
export class ConferenceError extends Error {
  readonly code: ConferenceErrorCode;

  constructor(code: ConferenceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConferenceError";
    this.code = code;
  }
}

/**
 * Thrown by a token function to say that there is no way in, and that asking
 * again would not help. After anything else that it throws it is asked again.
 */
export class AccessRefused extends ConferenceError {
  /** The application's own word for why, such as `meeting-ended`. */
  readonly reason: string;

  constructor(reason: string, message: string, options?: ErrorOptions) {
    super("access-refused", message, options);
    this.name = "AccessRefused";
    this.reason = reason;
  }
}

/**
 * Thrown by a token function to say that there is no way in yet, and when to ask
 * again. What else it throws says the same of no time in particular.
 */
export class AccessDelayed extends Error {
  /** How long not to ask again, in ms; the usual wait comes on top of it. */
  readonly retryAfterMs: number;

  constructor(message: string, retryAfterMs = 0, options?: ErrorOptions) {
    super(message, options);
    this.name = "AccessDelayed";
    this.retryAfterMs = retryAfterMs;
  }
}
