import type { Sample } from "./samples.ts";
import type { Host } from "./topology.ts";

/** What one person got of another, through however many peer connections, in the order of time. */
export interface Direction {
  readonly from: Host;
  readonly to: Host;
  readonly samples: readonly Sample[];
}

/** A span of time in ms since the epoch. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is heard and what is seen, as counters of a sample. */
export type Sense = "soundPackets" | "framesDecoded";

/** Longer than what comfort noise leaves between two packets, by as much as a busy machine needs. */
const shortestGapMs = 1_000;

/** The spans, begun before one or in it, for which nothing came; the last of them may be open at its end. */
export function gaps(samples: readonly Sample[], sense: Sense, span: Span): readonly Span[] {
  return pauses(samples, sense, span)
    .filter(({ end, silentMs }) => end > span.start && silentMs > shortestGapMs)
    .map(({ start, end }) => ({ start, end }));
}

/** Whether sound has come all the time for a while, and came before. */
export function isSteady(samples: readonly Sample[], span: Span): boolean {
  const isOld = samples.some(({ at }) => at < span.start);
  return isOld && gaps(samples, "soundPackets", span).length === 0;
}

/**
 * How long after a moment it came again, in ms: 0 when it was never away.
 *
 * @param span begins before it went away
 * @returns `null` if it is still away at the end
 */
export function backAfterMs(
  samples: readonly Sample[],
  sense: Sense,
  { since, ...span }: Span & { readonly since: number },
): number | null {
  const last = gaps(samples, sense, span).at(-1);
  if (!last) return 0;
  return last.end === span.end ? null : Math.max(0, last.end - since);
}

/** What became of one direction in a span of time. */
export interface Account {
  readonly longestSilenceMs: number;
  readonly longestStillMs: number;
  readonly packetsLost: number;
  readonly freezes: number;
  /** Of the sound played, from 0 to 1. */
  readonly concealedShare: number;
  readonly framesPerSecond: number;
  /** How many peer connections it took. */
  readonly connections: number;
  /** How it came at the end. */
  readonly path: string | null;
}

export function accountOf(all: readonly Sample[], { start, end }: Span): Account {
  const samples = all.filter(({ at }) => at >= start && at <= end);
  const played = growth(samples, "played");
  const seconds = Math.max(end - start, 1) / 1000;
  const longestPauseMs = (sense: Sense): number =>
    Math.max(...pauses(samples, sense, { start, end }).map(({ silentMs }) => silentMs));
  return {
    longestSilenceMs: longestPauseMs("soundPackets"),
    longestStillMs: longestPauseMs("framesDecoded"),
    packetsLost: growth(samples, "packetsLost"),
    freezes: growth(samples, "freezes"),
    concealedShare: played === 0 ? 0 : growth(samples, "concealed") / played,
    framesPerSecond: growth(samples, "framesDecoded") / seconds,
    connections: new Set(samples.map(({ fingerprint }) => fingerprint)).size,
    path: samples.at(-1)?.path ?? null,
  };
}

type Counter = {
  [Name in keyof Sample]: Sample[Name] extends number ? Name : never;
}[keyof Sample];

interface Pause extends Span {
  /** Of it, the time for which it was seen that nothing came: not that for which the page could not look. */
  readonly silentMs: number;
}

/** From each sample that saw a counter grown, of whichever connection, to the next; the ends of the span count as such. */
function pauses(samples: readonly Sample[], sense: Sense, span: Span): readonly Pause[] {
  const grown = steps(samples, sense).filter(({ by, at }) => by > 0 && at < span.end);
  return [...grown, { at: span.end, sinceMs: 0 }].map(({ at, sinceMs }, index) => {
    const start = grown[index - 1]?.at ?? span.start;
    return { start, end: at, silentMs: Math.max(0, at - sinceMs - start) };
  });
}

function growth(samples: readonly Sample[], counter: Counter): number {
  return steps(samples, counter).reduce((sum, { by }) => sum + by, 0);
}

/** By how much a counter went on from sample to sample of the same connection. */
function steps(samples: readonly Sample[], counter: Counter) {
  const last = new Map<string, number>();
  return samples.map((sample) => {
    const value = sample[counter];
    const before = last.get(sample.fingerprint) ?? value;
    last.set(sample.fingerprint, value);
    return { at: sample.at, sinceMs: sample.sinceMs, by: value - before };
  });
}
