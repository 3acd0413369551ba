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
  /** Since when the pairs find no room for pictures; `null` while they do. In ms. */
  readonly tightSince: number | null;
}

/** Three pairs begin at 300 kbit/s each, where browsers begin. */
export const startingEstimate: Estimate = {
  budgetBps: 1_000_000,
  leastRttMs: new Map(),
  calmAt: 0,
  tightSince: null,
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
 * Sound and a thumbnail to one other. A machine that has too much to do has long round
 * trips too: by itself that takes no picture away, as long as the pairs find room for it.
 */
const leastPairBps = 110_000;
/**
 * Who sends sound alone finds room for no more than that, also when there is: a congestion
 * control looks for more only while there is more to send (draft-ietf-rmcat-gcc-02 §5.5).
 * So while it is tight pictures are tried for some seconds out of ten.
 */
const tryEveryMs = 10_000;
const tryMs = 3_000;

/**
 * Finds what the uplink gives after another second: less at once, more little by little.
 *
 * Each pair has a congestion control of its own, and what they find adds up. A
 * congestion beyond that is the uplink's if the pairs feel it together; what one of them
 * feels alone is the other end's.
 *
 * @param at ms, by any clock that goes on evenly
 */
export function estimate(before: Estimate, ways: readonly PairWayOut[], at: number): Estimate {
  if (ways.length === 0) return before;
  const leastRttMs = new Map(ways.flatMap((way) => leastRtt(way, before)));
  const sentBps = sum(ways.map((way) => way.sentBps));
  const leastBps = ways.length * leastPairBps;
  const foundBps = found(ways);
  const tightSince = foundBps < leastBps ? (before.tightSince ?? at) : null;
  const isTrying = tightSince !== null && (at - tightSince) % tryEveryMs >= tryEveryMs - tryMs;
  const known = { ...before, leastRttMs, tightSince };
  const bounded = (hopedBps: number) =>
    isTrying ? leastBps : Math.min(Math.max(hopedBps, leastBps), foundBps);
  if (isCongested(ways, leastRttMs)) {
    if (at < before.calmAt) return known;
    const got = Math.min(before.budgetBps, sentBps);
    return { ...known, budgetBps: bounded(got * decrease), calmAt: at + calmMs };
  }
  // What was not used is not known to be there (RFC 7661 §4.3).
  const isUsed = sentBps >= before.budgetBps / 2;
  const hoped = before.budgetBps * (isUsed ? increase : 1);
  return { ...known, budgetBps: bounded(hoped) };
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
