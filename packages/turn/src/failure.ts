/** Why a server gave no answer, or a bad one. */
export type TurnFailure =
  /** It refused; 401 is a wrong password, 403 a forbidden peer, 486 too many allocations (RFC 8656 §19). */
  | { readonly type: "refused"; readonly code: number; readonly reason: string }
  /** No answer in time. */
  | { readonly type: "no-answer" }
  /** No connection; `code` is the system's word, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  | { readonly type: "cannot-connect"; readonly code: string };

/** Made of what a socket reports. */
export function cannotConnect(error: Error): TurnFailure {
  return {
    type: "cannot-connect",
    code: "code" in error ? String(error.code) : error.message,
  };
}
