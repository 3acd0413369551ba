/** What has come in over a pair, as it was last looked at. */
export interface Flow {
  readonly bytes: number;
  /** Still: something had come, and since the last look nothing has. */
  readonly state: "unknown" | "flowing" | "still";
}

export const noFlow: Flow = { bytes: 0, state: "unknown" };

/**
 * Looks again.
 *
 * Even silence and a camera that is off bring packets twice a second, so that a
 * second without any tells of a break some 4 s before ICE does. It may be a pause
 * all the same: a reason to look closer, and to do no more.
 *
 * @param bytes all that came in so far; fewer than before when it comes another way now
 * @see RFC 7675 §5.1 for the times of ICE
 */
export function flowAfter(before: Flow, bytes: number): Flow {
  if (bytes !== before.bytes) return { bytes, state: "flowing" };
  return { bytes, state: before.state === "unknown" ? "unknown" : "still" };
}
