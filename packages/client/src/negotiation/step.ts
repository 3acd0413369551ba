import type { Signal } from "@lectern/protocol/messages";
import { acceptAnswer, becomeStable, fail, localSet, remoteSet } from "./descriptions.ts";
import type { Negotiation, NegotiationEvent, Step } from "./negotiation-types.ts";
import { mayOffer, proceed } from "./proceed.ts";
import { repeat, settle, tellCandidate } from "./saying.ts";
import { sessionIdOf } from "./sdp.ts";
import { andThen, rest } from "./steps.ts";

/** As much as a server keeps for a seat that is away; of more, the oldest goes. */
const maxInbox = 256;

/** @param prefix what the ids of own offers begin with; no other peer connection has the same */
export function beginNegotiation(isInitiator: boolean, prefix: string): Negotiation {
  return {
    isInitiator,
    phase: { type: "stable" },
    prefix,
    offers: 0,
    isNeeded: false,
    agreed: null,
    remoteSession: null,
    passedOver: null,
    inbox: [],
    said: [],
    link: "new",
    failures: 0,
  };
}

/**
 * Decides what one end of a pair does about offers, answers and candidates.
 *
 * The initiator makes the first offer; from then on both ends may offer, and when
 * offers cross, the initiator's stands and the other end takes its own back. One
 * description is set at a time; what comes meanwhile waits in order.
 *
 * @see W3C WebRTC, #perfect-negotiation-example
 */
export function step(state: Negotiation, event: NegotiationEvent): Step {
  if (state.phase.type === "closed") return rest(state);
  switch (event.type) {
    case "needed":
      // Where no offer may be made, the browser asks again after the next answer.
      return mayOffer(state) ? proceed({ ...state, isNeeded: true }) : rest(state);
    case "received":
      return receive(state, event.signal);
    case "found":
      return tellCandidate(state, event.candidate);
    case "local-set":
      return localSet(state, event.sdp);
    case "remote-set":
      return remoteSet(state);
    case "rolled-back":
      return becomeStable(state);
    case "failed":
      return fail(state, event);
    case "restart":
      return restart(state, event.configuration);
    case "repeat":
      return repeat(state);
    case "reseat":
      return andThen(repeat({ ...state, isInitiator: event.isInitiator }), proceed);
    case "connected":
      return settle(state);
    case "close":
      return rest({ ...state, phase: { type: "closed" } });
  }
}

/** Whether an offer is of another peer connection than the one that was talked to until now. */
export function isOfAnother({ remoteSession }: Negotiation, offer: string): boolean {
  return remoteSession !== null && remoteSession !== sessionIdOf(offer);
}

function receive(state: Negotiation, signal: Signal): Step {
  if (signal.type === "answer") return acceptAnswer(state, signal);
  return proceed({ ...state, inbox: [...state.inbox, signal].slice(-maxInbox) });
}

/** Looks for another way through the network, if that is this end's part. */
function restart(state: Negotiation, configuration: RTCConfiguration | null): Step {
  if (!state.isInitiator) return rest(state);
  return andThen(
    { state: { ...state, isNeeded: true }, effects: [{ type: "restart-ice", configuration }] },
    proceed,
  );
}
