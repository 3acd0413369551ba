import type { NegotiationId } from "@lectern/protocol/ids";
import type { IceCandidate, Signal } from "@lectern/protocol/messages";
import type { Negotiation, NegotiationEffect, Step } from "./negotiation-types.ts";
import { addSignal, withoutCandidates } from "./signal-log.ts";
import { rest } from "./steps.ts";

/** Says something and keeps it, since it may be lost with the socket. */
export function say(state: Negotiation, signal: Signal): Step {
  return { state: { ...state, said: addSignal(state.said, signal) }, effects: [sayAgain(signal)] };
}

/** Says again what may have been lost. It does no harm to hear twice. */
export function repeat(state: Negotiation): Step {
  const isOffered = state.phase.type === "offered";
  const signals = state.said.filter(({ type }) => type !== "offer" || isOffered);
  return { state, effects: signals.map(sayAgain) };
}

export function sayAgain(signal: Signal): NegotiationEffect {
  return { type: "send", signal };
}

/** Tells of a way to this end. One way more to a call that is up is nothing to be kept. */
export function tellCandidate(state: Negotiation, payload: IceCandidate | null): Step {
  const signal: Signal = { type: "ice-candidate", payload, ...named(localId(state)) };
  return state.link === "up" ? { state, effects: [sayAgain(signal)] } : say(state, signal);
}

/**
 * The call is up: enough candidates have been heard of. That it came up by its first
 * descriptions shows that these were heard too; later ones it does without.
 */
export function settle(state: Negotiation): Step {
  if (state.phase.type !== "stable") return rest(state);
  const said = state.link === "new" ? [] : withoutCandidates(state.said);
  return rest({ ...state, link: "up", said });
}

/** As a member of a signal. */
export function named(id: NegotiationId | null): { readonly negotiation?: NegotiationId } {
  return id === null ? {} : { negotiation: id };
}

/** The negotiation of the local description. */
function localId({ phase, agreed }: Negotiation): NegotiationId | null {
  return phase.type === "offered" || phase.type === "accepting" ? phase.id : (agreed?.id ?? null);
}
