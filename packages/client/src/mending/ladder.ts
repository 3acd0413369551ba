import type { MendingStep } from "../state.ts";
import type { Facts, Mending, MendingEffect, MendingEvent, Step, Trouble } from "./mending.ts";

/** How long a pair may be disconnected before anything is done. */
const waverMs = 2_000;
/** How long a step may take, from the moment at which both ends know of it. */
const stepMs = 8_000;
/** How long nobody can ask again, since what was said has yet to do its work. */
const askedAgainMs = 2_000;
const firstWaitMs = 2_000;
const longestWaitMs = 60_000;

export const well: Mending = { step: "well" };

/**
 * Decides how one broken pair is mended: by an ICE restart, then by one through
 * the relay only, then by a pair made anew, and then again at growing intervals.
 *
 * Where a restart leads nowhere the pair is made anew at once.
 *
 * Only the initiator does any of it. The other end asks it to, and waits. Nothing
 * is done while one's own seat is away, since nothing could be said.
 *
 * @see RFC 8445 §2.4 for the restart, RFC 7675 for what `disconnected` tells
 */
export function step(mending: Mending, event: MendingEvent, facts: Facts): Step {
  switch (event.type) {
    case "connection":
      return takeConnection(mending, facts);
    case "answered":
      return takeAnswer(mending, facts);
    case "stuck":
      return giveUp(mending, facts);
    case "changed":
      return startOver(mending, facts);
    case "asked":
      return takeAsk(mending, facts);
    case "doubted":
      return takeDoubt(mending, facts);
    case "seated":
      return mending.step === "well" ? same(mending) : startOver(mending, facts);
    case "timeout":
      return takeTimeout(mending, facts);
  }
}

function takeConnection(mending: Mending, facts: Facts): Step {
  switch (facts.connection) {
    case "connected":
      return heal(mending);
    case "disconnected":
      return mending.step === "well" ? enter(mending, facts, "wavering", waverMs) : same(mending);
    case "failed":
      return fail(mending, facts);
    default:
      return same(mending);
  }
}

function heal(mending: Mending): Step {
  const effects: MendingEffect[] = mending.step === "trying-relay" ? [{ type: "allow-all" }] : [];
  return { mending: well, effects };
}

/** Before the other end has heard of it, what fails is what had been there before the step. */
function fail(mending: Mending, facts: Facts): Step {
  if (mending.step === "well" || mending.step === "wavering") return restart(mending, facts);
  return mending.isAnswered && mending.step !== "waiting" ? climb(mending, facts) : same(mending);
}

function takeAnswer(mending: Mending, facts: Facts): Step {
  if (mending.step === "well" || mending.step === "wavering") return same(mending);
  const timeoutMs = Math.max(stepMs, mending.timeoutMs ?? 0);
  const heard = { begunAt: facts.now, timeoutMs, isAnswered: true };
  return { mending: { ...mending, ...heard }, effects: [] };
}

/** A restart would be negotiated over the same peer connection. */
function giveUp(mending: Mending, facts: Facts): Step {
  if (mending.step === "waiting") return same(mending);
  return mending.step === "rebuilding" ? wait(mending, facts) : rebuild(mending, facts);
}

/** Who can ask is there, so that an offer that is on its way will be answered in a moment. */
function takeAsk(mending: Mending, facts: Facts): Step {
  if (mending.step === "well" || mending.step === "wavering") return restart(mending, facts);
  if (mending.isAnswered) {
    return facts.now - mending.begunAt < askedAgainMs ? same(mending) : restart(mending, facts);
  }
  return mending.step === "waiting"
    ? { mending: { ...mending, timeoutMs: askedAgainMs }, effects: [] }
    : same(mending);
}

/** Where there is a way, what is wrong lies above it: a restart would change nothing. */
function takeDoubt(mending: Mending, facts: Facts): Step {
  const isUp = facts.connection === "connected" && mending.step !== "rebuilding";
  return isUp ? rebuild(mending, facts) : takeAsk(mending, facts);
}

function takeTimeout(mending: Mending, facts: Facts): Step {
  if (mending.step === "well" || facts.connection === "connected") return heal(mending);
  if (mending.step === "wavering") return restart(mending, facts);
  if (mending.step !== "waiting") return climb(mending, facts);
  const again: Trouble = { ...mending, rounds: mending.rounds + 1 };
  return rebuild(again, facts);
}

/** Who did not answer was not reached: there is nothing else to say to them. */
function climb(mending: Trouble, facts: Facts): Step {
  if (!facts.isInitiator || !mending.isAnswered) return wait(mending, facts);
  switch (mending.step) {
    case "restarting":
      return facts.hasRelay ? tryRelay(mending, facts) : rebuild(mending, facts);
    case "trying-relay":
      return rebuild(mending, facts);
    default:
      return wait(mending, facts);
  }
}

/** Something is another now: what was tried before tells nothing. */
function startOver(mending: Mending, facts: Facts): Step {
  return restart(mending.step === "well" ? well : { ...mending, rounds: 0 }, facts);
}

/** The other end cannot ask for more than a restart. */
function restart(mending: Mending, facts: Facts): Step {
  if (facts.isInitiator && !facts.canRestart) return rebuild(mending, facts);
  const effect: MendingEffect = facts.isInitiator
    ? { type: "restart", through: "all" }
    : { type: "ask" };
  return act(mending, facts, "restarting", effect);
}

function tryRelay(mending: Mending, facts: Facts): Step {
  return act(mending, facts, "trying-relay", { type: "restart", through: "relay" });
}

function rebuild(mending: Mending, facts: Facts): Step {
  if (!facts.isInitiator) return restart(mending, facts);
  return act(mending, facts, "rebuilding", { type: "rebuild" });
}

function act(mending: Mending, facts: Facts, next: MendingStep, effect: MendingEffect): Step {
  const canAct = effect.type !== "ask" || facts.canAsk;
  if (!canAct && facts.connection === "connected") return heal(mending);
  if (!canAct || !facts.isReachable) return enter(mending, facts, "waiting", null);
  return { ...enter(mending, facts, next, stepMs), effects: [effect] };
}

function wait(mending: Trouble, facts: Facts): Step {
  if (!facts.isReachable) return enter(mending, facts, "waiting", null);
  const longestMs = Math.min(longestWaitMs, firstWaitMs * 1.5 ** mending.rounds);
  const waitMs = Math.round(longestMs * (0.5 + facts.random / 2));
  const { isAnswered } = mending;
  return { mending: { ...trouble(mending, facts, "waiting", waitMs), isAnswered }, effects: [] };
}

function enter(before: Mending, facts: Facts, next: MendingStep, timeoutMs: number | null): Step {
  return { mending: trouble(before, facts, next, timeoutMs), effects: [] };
}

function trouble(
  before: Mending,
  { now }: Facts,
  next: MendingStep,
  timeoutMs: number | null,
): Trouble {
  const { since, rounds } = before.step === "well" ? { since: now, rounds: 0 } : before;
  return { step: next, since, begunAt: now, timeoutMs, isAnswered: false, rounds };
}

function same(mending: Mending): Step {
  return { mending, effects: [] };
}
