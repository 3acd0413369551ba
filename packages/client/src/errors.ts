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
 * again would not help. Anything else that it throws is taken for a broken
 * network, and it is asked again.
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
