import type { NegotiationId } from "@lectern/protocol/ids";
import type { Answer, Negotiation, NegotiationEvent, Step } from "./negotiation-types.ts";
import { proceed } from "./proceed.ts";
import { named, say } from "./saying.ts";
import { sessionIdOf } from "./sdp.ts";
import { withoutDescriptions } from "./signal-log.ts";
import { andThen, rest, rollBack } from "./steps.ts";

/** Own offers in a row that may come to nothing. */
const maxFailures = 3;

/** An answer counts for the offer that waits for it, and for no other. */
export function acceptAnswer(state: Negotiation, { negotiation, payload }: Answer): Step {
  const { phase } = state;
  if (phase.type !== "offered") return rest(state);
  if (negotiation !== undefined && negotiation !== phase.id) return rest(state);
  const remoteSession = sessionIdOf(payload.sdp);
  return {
    state: { ...state, phase: { type: "accepting", id: phase.id }, remoteSession },
    effects: [{ type: "set-remote", description: payload }],
  };
}

/** The local description is set. */
export function localSet(state: Negotiation, sdp: string): Step {
  const { phase } = state;
  const link = state.agreed === null ? "new" : "changing";
  switch (phase.type) {
    case "offering": {
      const offered = { ...state, link, phase: { ...phase, type: "offered" } } as const;
      const signal = {
        type: "offer",
        payload: { type: "offer", sdp },
        ...named(phase.id),
      } as const;
      return andThen(say(offered, signal), proceed);
    }
    case "answering": {
      const signal = {
        type: "answer",
        payload: { type: "answer", sdp },
        ...named(phase.id),
      } as const;
      return andThen(say({ ...state, link }, signal), (said) => agree(said, phase.id));
    }
    default:
      return rest(state);
  }
}

/** The remote description is set. */
export function remoteSet(state: Negotiation): Step {
  const { phase } = state;
  switch (phase.type) {
    case "taking":
      return {
        state: { ...state, phase: { ...phase, type: "answering" } },
        effects: [{ type: "set-local" }],
      };
    case "accepting":
      // Who answers has heard all that was said before the offer.
      return agree({ ...state, failures: 0, said: withoutDescriptions(state.said) }, phase.id);
    default:
      return rest(state);
  }
}

/**
 * A description could not be set. An own offer is made anew; to an offer that cannot
 * be taken there is no answer that says so.
 */
export function fail(
  state: Negotiation,
  { error, isStable }: Extract<NegotiationEvent, { readonly type: "failed" }>,
): Step {
  const { type } = state.phase;
  if (type === "rolling-back") {
    return {
      state: { ...state, phase: { type: "closed" } },
      effects: [{ type: "give-up", error }],
    };
  }
  const isOwn = type === "offering" || type === "accepting";
  const failures = state.failures + (isOwn ? 1 : 0);
  const isOver = !isOwn || failures >= maxFailures;
  const failed: Negotiation = {
    ...state,
    failures: isOver ? 0 : failures,
    isNeeded: isOwn ? !isOver : state.isNeeded,
  };
  const told: Step = { state: failed, effects: isOver ? [{ type: "give-up", error }] : [] };
  return andThen(told, isStable ? becomeStable : rollBack);
}

/** Nothing is under way any more. */
export function becomeStable(state: Negotiation): Step {
  return proceed({ ...state, phase: { type: "stable" } });
}

function agree(state: Negotiation, id: NegotiationId | null): Step {
  const agreed: Step = { state: { ...state, agreed: { id } }, effects: [{ type: "agree" }] };
  return andThen(agreed, becomeStable);
}
