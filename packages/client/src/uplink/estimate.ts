import type { WayOut } from "../link/link.ts";

/** What the pair with one other showed, over the last seconds. */
export interface PairWayOut extends WayOut {
  readonly peer: string;
  readonly sentBps: number;
  readonly rttMs: number | null;
}

/** What the uplink is taken to give for all pairs together. */
export interface Estimate {
  readonly budgetBps: number;
  /** The shortest round trip to each peer. */
  readonly leastRttMs: ReadonlyMap<string, number>;
  /** Before this a decrease is not repeated: what it does has not been seen yet. In ms. */
  readonly calmAt: number;
}

/** Three pairs begin at 300 kbit/s each, where browsers begin. */
export const startingEstimate: Estimate = {
  budgetBps: 1_000_000,
  leastRttMs: new Map(),
  calmAt: 0,
};

/** Of what got through in a congestion (draft-ietf-rmcat-gcc-02 §5.5, beta). */
const decrease = 0.85;
/** A second (ibid., eta). */
const increase = 1.08;
/** What is lost beyond this is lost to a congestion, and not to a bad radio link (ibid. §6). */
const lossOfCongestion = 0.1;
/** A queue of this length is one that speech suffers from (ITU-T G.114: 150 ms one way), in ms. */
const queueOfCongestion = 150;
/** A way that has become longer for good is taken for what it is after some time, in ms a second. */
const rttForgotten = 5;
/** Statistics are over two seconds. */
const calmMs = 2_000;
/**
 * Sound and a thumbnail to one other. Below it the pairs' own congestion controls are let do:
 * who sends sound alone finds room for no more, also where there is, since they look for
 * more only while there is more to send (draft-ietf-rmcat-gcc-02 §5.5); and a machine that
 * has too much to do finds little room by that alone.
 */
const leastPairBps = 110_000;
/** With more pairs than this something has to give way: sound goes before pictures. */
const mostPairs = 6;

export interface EstimateMoment {
  /** How many others there are, those of whom nothing could be measured in time too. */
  readonly pairs: number;
  /** ms, by any clock that goes on evenly. */
  readonly at: number;
}

/**
 * Finds what the uplink gives after another second: less at once, more little by little.
 *
 * Each pair has a congestion control of its own, and what they find adds up: they
 * see queues before anything is lost. Where a browser does not say what it finds, a
 * queue is the uplink's if the pairs feel it together; what one of them feels alone is
 * the other end's. So is loss, everywhere.
 */
export function estimate(
  before: Estimate,
  ways: readonly PairWayOut[],
  { pairs, at }: EstimateMoment,
): Estimate {
  if (ways.length === 0) return before;
  const leastRttMs = new Map(ways.flatMap((way) => leastRtt(way, before)));
  const sentBps = sum(ways.map((way) => way.sentBps));
  const leastBps = Math.min(pairs, mostPairs) * leastPairBps;
  // One of whom nothing is known leaves the sum unknown.
  const foundBps = ways.length < pairs ? Number.POSITIVE_INFINITY : found(ways);
  const bounded = (hopedBps: number) => Math.max(Math.min(hopedBps, foundBps), leastBps);
  if (isCongested(ways, leastRttMs)) {
    if (at < before.calmAt) return { ...before, leastRttMs };
    const got = Math.min(before.budgetBps, sentBps);
    return { leastRttMs, budgetBps: bounded(got * decrease), calmAt: at + calmMs };
  }
  // What was not used is not known to be there (RFC 7661 §4.3).
  const isUsed = sentBps >= before.budgetBps / 2;
  const hoped = before.budgetBps * (isUsed ? increase : 1);
  return { ...before, leastRttMs, budgetBps: bounded(hoped) };
}

/** One pair that does not say leaves the sum unknown. */
function found(ways: readonly PairWayOut[]): number {
  return sum(ways.map(({ availableBps }) => availableBps ?? Number.POSITIVE_INFINITY));
}

function isCongested(
  ways: readonly PairWayOut[],
  leastRttMs: ReadonlyMap<string, number>,
): boolean {
  const packets = sum(ways.map((way) => way.packets));
  const lost = sum(ways.map((way) => way.lost));
  if (lost > packets * lossOfCongestion) return true;
  // Where they say it, round trips that grow tell of a machine that has too much to do.
  if (Number.isFinite(found(ways))) return false;
  const queues = ways.flatMap(({ peer, rttMs }) => {
    const least = leastRttMs.get(peer);
    return rttMs === null || least === undefined ? [] : [rttMs - least];
  });
  return queues.length > 0 && median(queues) > queueOfCongestion;
}

function leastRtt({ peer, rttMs }: PairWayOut, { leastRttMs }: Estimate): [string, number][] {
  const known = leastRttMs.get(peer);
  if (rttMs === null) return known === undefined ? [] : [[peer, known]];
  return [[peer, known === undefined ? rttMs : Math.min(rttMs, known + rttForgotten)]];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
