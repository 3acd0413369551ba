import type { Signal } from "@lectern/protocol/messages";
import fc from "fast-check";
import { expect, test } from "vitest";
import { environment } from "../testing/environment.ts";
import { ModelConnection } from "../testing/model-connection.ts";
import type { Negotiation, NegotiationEvent } from "./negotiation-types.ts";
import { beginNegotiation, step } from "./step.ts";

/**
 * The two ends of a pair under random interleavings: changes and restarts from both
 * sides at once, sockets that break and take with them what was said last, seats that
 * are taken anew with the roles exchanged. In the end both agree.
 *
 * `LECTERN_NEGOTIATIONS=100000 npx vitest run --project unit negotiation.model` takes more of
 * them, `LECTERN_MODEL_SEED=...` the same ones again.
 */
const runs = Number(environment["LECTERN_NEGOTIATIONS"] ?? 2000);
const seed = Number(environment["LECTERN_MODEL_SEED"] ?? Date.now() % 1_000_000_000);
const actsPerRun = 60;
const maxActsToSettle = 2000;

const act = fc.record({
  act: fc.constantFrom(
    ...(["finish", "finish", "finish", "deliver", "deliver", "deliver", "ask", "ask"] as const),
    ...(["change", "restart", "find", "break", "return", "reseat", "connect", "fail"] as const),
  ),
  who: fc.constantFrom(0, 1),
  /** How many of the messages on their way are lost with a socket. */
  lost: fc.nat(4),
});
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

/** What is on its way: a signal, or the news that its sender sits anew. */
type Sent = Signal | { readonly type: "reseat"; readonly isInitiator: boolean };

interface End {
  state: Negotiation;
  readonly connection: ModelConnection;
  /** What it has said and the other end has not heard yet. */
  outbox: Sent[];
  hasSocket: boolean;
  hasGivenUp: boolean;
}

test(`two ends agree after ${runs} random interleavings (seed ${seed})`, () => {
  assertAll((acts) => {
    const ends = live(acts.filter((one) => one.act !== "fail"));
    expect(ends.map(({ hasGivenUp }) => hasGivenUp)).toEqual([false, false]);
    expectAgreement(ends);
  });
}, 600_000);

test(`two ends agree, or one says that it cannot, where descriptions fail (seed ${seed})`, () => {
  assertAll((acts) => {
    const ends = live(acts);
    if (ends.every(({ hasGivenUp }) => !hasGivenUp)) expectAgreement(ends);
    for (const { connection } of ends) expect(connection.job).toBeNull();
  });
}, 600_000);

function assertAll(check: (acts: readonly Act[]) => void): void {
  const acts = fc.array(act, { minLength: actsPerRun, maxLength: actsPerRun });
  fc.assert(fc.property(acts, check), { seed, numRuns: runs });
}

function live(acts: readonly Act[]): readonly [End, End] {
  const ends = [newEnd(0), newEnd(1)] as const;
  ends[0].connection.change();
  for (const one of acts) perform(one, ends);
  settle(ends);
  return ends;
}

function newEnd(at: number): End {
  return {
    state: beginNegotiation(at === 0, `end${at}`),
    connection: new ModelConnection(at + 1),
    outbox: [],
    hasSocket: true,
    hasGivenUp: false,
  };
}

function perform({ act: what, who, lost }: Act, ends: readonly [End, End]): void {
  const [end, other] = who === 0 ? ends : [ends[1], ends[0]];
  const haveAgreed = ends.every(({ state }) => state.agreed !== null);
  switch (what) {
    case "change":
      return end.connection.change();
    case "restart":
      return take(end, { type: "restart", configuration: null });
    case "find":
      return end.connection.local === null
        ? undefined
        : take(end, { type: "found", candidate: { candidate: "c" } });
    case "ask":
      return void ask(end);
    case "finish":
      return void finish(end, false);
    case "fail":
      return void finish(end, true);
    case "deliver":
      return void deliver(end, other);
    case "break":
      end.hasSocket = false;
      end.outbox = end.outbox.filter(
        ({ type }, at) => type === "reseat" || at < end.outbox.length - lost,
      );
      return;
    case "return":
      return comeBack(end);
    case "connect":
      return haveAgreed ? take(end, { type: "connected" }) : undefined;
    case "reseat":
      // A call that is not up is made anew.
      return haveAgreed ? reseat(end, other, lost > 2) : undefined;
  }
}

/** Until both have done and heard all that is to be done and heard. */
function settle(ends: readonly [End, End]): void {
  for (const end of ends) comeBack(end);
  const pairs = [ends, [ends[1], ends[0]]] as const;
  for (let acts = 0; acts < maxActsToSettle; acts += 1) {
    const isBusy = pairs
      .map(([end, other]) => finish(end, false) || deliver(end, other) || ask(end))
      .includes(true);
    if (!isBusy) return;
  }
  throw new RangeError(`They have not come to rest after ${maxActsToSettle} acts`);
}

function ask(end: End): boolean {
  const asks = end.connection.asks();
  if (asks) take(end, { type: "needed" });
  return asks;
}

function finish(end: End, isFailing: boolean): boolean {
  if (!end.connection.job) return false;
  take(end, end.connection.finish(isFailing));
  return true;
}

function deliver(from: End, to: End): boolean {
  const sent = from.outbox.shift();
  if (!sent) return false;
  take(to, sent.type === "reseat" ? sent : { type: "received", signal: sent });
  return true;
}

/** The socket is exchanged under the seat. */
function comeBack(end: End): void {
  if (end.hasSocket) return;
  end.hasSocket = true;
  take(end, { type: "repeat" });
}

/** One's own seat is another: nothing of before is heard any more, and the other hears of it first. */
function reseat(end: End, other: End, isInitiator: boolean): void {
  end.outbox = [{ type: "reseat", isInitiator: !isInitiator }];
  other.outbox = [];
  for (const one of [end, other]) one.hasSocket = true;
  take(end, { type: "reseat", isInitiator });
}

function take(end: End, event: NegotiationEvent): void {
  const { state, effects } = step(end.state, event);
  end.state = state;
  for (const effect of effects) {
    switch (effect.type) {
      case "send":
        if (end.hasSocket) end.outbox.push(effect.signal);
        break;
      case "add-candidate":
        end.connection.addCandidate();
        break;
      case "restart-ice":
        end.connection.change();
        break;
      case "give-up":
        end.hasGivenUp = true;
        break;
      case "agree":
        break;
      default:
        end.connection.begin(effect);
    }
  }
}

function expectAgreement(ends: readonly [End, End]): void {
  const [one, other] = ends;
  expect(one.state.agreed).toEqual(other.state.agreed);
  expect([one.connection.local, one.connection.remote]).toEqual([
    other.connection.remote,
    other.connection.local,
  ]);
  for (const { state, connection } of ends) {
    expect(state.phase).toEqual({ type: "stable" });
    expect(connection.state).toBe("stable");
    expect(connection.agreedChanges).toBe(connection.changes);
    expect(state.inbox).toEqual([]);
    expect(state.said.length).toBeLessThanOrEqual(66);
  }
}
