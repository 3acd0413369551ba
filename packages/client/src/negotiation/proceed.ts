import type { NegotiationId } from "@lectern/protocol/ids";
import { negotiationIdOf } from "./negotiation-id.ts";
import type { Candidate, Negotiation, Offer, Step } from "./negotiation-types.ts";
import { sayAgain } from "./saying.ts";
import { sessionIdOf } from "./sdp.ts";
import { andThen, rest, rollBack } from "./steps.ts";

/** Does what comes next, as far as nothing else is being done: first what came in, then an own offer. */
export function proceed(state: Negotiation): Step {
  const { phase, inbox } = state;
  if (phase.type !== "stable" && phase.type !== "offered") return rest(state);
  // Until there is a remote description, candidates have nothing to be added to.
  const next = inbox.find(({ type }) => type === "offer" || state.agreed !== null);
  if (next) {
    const taken = { ...state, inbox: inbox.filter((signal) => signal !== next) };
    return next.type === "offer" ? takeOffer(taken, next) : takeCandidate(taken, next);
  }
  return phase.type === "stable" && state.isNeeded && mayOffer(state) ? offer(state) : rest(state);
}

/** The other side never makes the first offer, and later ones only to a client that names its own. */
export function mayOffer({ isInitiator, agreed }: Negotiation): boolean {
  return isInitiator || (agreed !== null && agreed.id !== null);
}

function offer(state: Negotiation): Step {
  const offers = state.offers + 1;
  const id = negotiationIdOf(state.prefix, offers);
  return {
    state: { ...state, offers, isNeeded: false, phase: { type: "offering", id } },
    effects: [{ type: "set-local" }],
  };
}

/**
 * When offers cross, the initiator passes over the other one, and the other end takes
 * its own back first. Browsers would do that by themselves with the new offer, but
 * Firefox measures that one by the offer that goes, and refuses a restart of ICE.
 */
function takeOffer(state: Negotiation, offer: Offer): Step {
  const { isInitiator, agreed, phase } = state;
  const id = offer.negotiation ?? null;
  if (id !== null && id === agreed?.id) return andThen(answerAgain(state, id), proceed);
  const isCrossing = phase.type === "offered" || agreed === null;
  if (isCrossing && isInitiator) return proceed({ ...state, passedOver: id });
  if (phase.type === "offered") return rollBack({ ...state, inbox: [offer, ...state.inbox] });
  return {
    state: {
      ...state,
      phase: { type: "taking", id },
      remoteSession: sessionIdOf(offer.payload.sdp),
    },
    effects: [{ type: "set-remote", description: offer.payload }],
  };
}

/** Who offers a second time does not know what was heard and said. */
function answerAgain(state: Negotiation, id: NegotiationId): Step {
  const answers = state.said.filter(
    ({ type, negotiation }) => type === "answer" && negotiation === id,
  );
  return { state, effects: answers.map(sayAgain) };
}

function takeCandidate(state: Negotiation, candidate: Candidate): Step {
  if (!fits(state, candidate)) return proceed(state);
  const added: Step = {
    state,
    effects: [{ type: "add-candidate", candidate: candidate.payload }],
  };
  return andThen(added, proceed);
}

/** Whether a candidate may be of the description that is set, by what it says of itself. */
function fits({ agreed, passedOver }: Negotiation, { negotiation }: Candidate): boolean {
  return negotiation === undefined || negotiation === agreed?.id || negotiation === passedOver;
}
