/** Subprotocol that the server selects when it is offered (RFC 6455 §1.9); never required. */
export const subprotocol = "lectern.v1";

/**
 * Why the server closes a socket, and the code it closes with.
 *
 * 4000 to 4499: come back by yourself, with jitter. 4500 to 4999: stop.
 */
export const closeCodes = {
  bye: 1000,
  draining: 4000,
  "heartbeat-timeout": 4001,
  "slow-consumer": 4002,
  "rate-limited": 4008,
  overloaded: 4013,
  "token-expired": 4100,
  "join-timeout": 4102,
  "bad-message": 4500,
  "token-invalid": 4501,
  forbidden: 4503,
  "session-replaced": 4509,
  removed: 4510,
  "meeting-ended": 4511,
  "room-full": 4514,
} as const;

export type CloseReason = keyof typeof closeCodes;

/** RFC 6455 §7.4.1: a message too big to process. The WebSocket layer sends it by itself. */
export const closeMessageTooBig = 1009;

/** Codes of an `error` after which the socket stays open. */
export const openErrorCodes = [
  "bad-json",
  "unknown-type",
  "invalid-field",
  "message-too-large",
  "join-required",
  "already-joined",
  "peer-not-found",
  "self-target",
  "not-teacher",
  "rate-limited",
  "resume-failed",
  "internal",
] as const;

export type OpenErrorCode = (typeof openErrorCodes)[number];

/** Every code that an `error` message can carry: those that leave the socket open, and the close reasons. */
export type ErrorCode = OpenErrorCode | Exclude<CloseReason, "bye">;

/** Whether a client whose socket closed with this code tries again by itself. */
export function mayComeBack(closeCode: number): boolean {
  return closeCode !== closeCodes.bye && (closeCode < 4500 || closeCode > 4999);
}
