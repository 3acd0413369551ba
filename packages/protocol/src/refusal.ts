import type { OpenErrorCode } from "./codes.ts";

/** Why a text is no message: a code for programs, a sentence for people, and where it went wrong. */
export interface Refusal {
  readonly code: OpenErrorCode;
  readonly message: string;
  /** The member at fault, as a path: `payload.sdp`. */
  readonly field?: string;
  /** The sender's `ref`, when that much could be read. */
  readonly ref?: string;
}

export function invalidField(field: string, expected: string): Refusal {
  return { code: "invalid-field", field, message: `Field "${field}" has to be ${expected}` };
}
