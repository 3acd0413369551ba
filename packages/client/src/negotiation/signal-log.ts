import type { Signal } from "@lectern/protocol/messages";

/** More candidates than a call has of use; those that are over it are said once. */
const maxSignals = 64;

/**
 * Adds what was said.
 *
 * A description holds what was found before it, and so begins the log anew. An
 * offer leaves the answer before it in: the other end may be waiting for that.
 */
export function addSignal(log: readonly Signal[], signal: Signal): readonly Signal[] {
  switch (signal.type) {
    case "answer":
      return [signal];
    case "offer":
      return [...log.filter(({ type }) => type === "answer"), signal];
    case "ice-candidate":
      return log.length < maxSignals ? [...log, signal] : log;
  }
}

/** What is left of it once the last offer was answered, which also tells that what came before it was heard. */
export function withoutDescriptions(log: readonly Signal[]): readonly Signal[] {
  return log.filter(({ type }) => type === "ice-candidate");
}

/** What is left of it once the call is up again: enough ways have been heard of. */
export function withoutCandidates(log: readonly Signal[]): readonly Signal[] {
  return log.filter(({ type }) => type !== "ice-candidate");
}
