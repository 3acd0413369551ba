import type { Negotiation, Step } from "./negotiation-types.ts";

/** A step that asks for nothing. */
export function rest(state: Negotiation): Step {
  return { state, effects: [] };
}

/** A step, and another one from where it leads. */
export function andThen({ state, effects }: Step, next: (state: Negotiation) => Step): Step {
  const after = next(state);
  return { state: after.state, effects: [...effects, ...after.effects] };
}

/** The offer that is set comes to nothing. */
export function rollBack(state: Negotiation): Step {
  return { state: { ...state, phase: { type: "rolling-back" } }, effects: [{ type: "roll-back" }] };
}
