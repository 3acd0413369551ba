import type { Signal } from "@lectern/protocol/messages";

/** More candidates than a call has of use; those that are over it are said once. */
const maxSignals = 64;

/** Adds what was said. A description holds what was found before it, and so begins the log anew. */
export function addSignal(log: readonly Signal[], signal: Signal): readonly Signal[] {
  if (signal.type !== "ice-candidate") return [signal];
  return log.length < maxSignals ? [...log, signal] : log;
}

/**
 * What to say again when it is not known what was heard of it.
 *
 * All of it does no harm to hear twice: an answer counts only for an offer that
 * waits for it. An offer that was answered is not made a second time.
 */
export function toRepeat(
  log: readonly Signal[],
  signalingState: RTCSignalingState,
): readonly Signal[] {
  return log.filter(({ type }) => type !== "offer" || signalingState === "have-local-offer");
}
