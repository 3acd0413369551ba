import { type Quantiles, quantilesOf } from "../support/quantiles.ts";
import type { Attack } from "./attack.ts";
import type { AttackersReport } from "./attackers.ts";
import type { Experience } from "./school.ts";

/** The same good clients without the attackers, then with them. */
export interface Round {
  readonly calm: Experience;
  readonly attacked: Experience;
  readonly attackers: AttackersReport;
  /** Sockets that the server closed meanwhile, by its own count of codes. */
  readonly closes: Readonly<Record<string, number>>;
  /** What the server held more than before, in MB. */
  readonly heldMb: number;
}

/** Latencies in ms, each the median of those of the rounds. */
export interface Comparison {
  readonly calm: Quantiles;
  readonly attacked: Quantiles;
  readonly p50Ratio: number;
  readonly p99Ratio: number;
  /** Between which the calm p99 of the rounds lay: a ratio within that is noise. */
  readonly calmP99Lowest: number;
  readonly calmP99Highest: number;
}

export interface Verdict {
  readonly what: string;
  readonly relay: Comparison;
  readonly join: Comparison | null;
  /** Of the last round. */
  readonly attackers: AttackersReport;
  readonly closes: Readonly<Record<string, number>>;
  readonly heldMbEach: number;
  /** What took longer than it may: for the others, or until an attacker was ended. */
  readonly delays: readonly string[];
  /** What was not as it has to be, besides. */
  readonly faults: readonly string[];
}

/** Promise 6. */
const maxRatio = 2;
const maxHeldMbEach = 8;
/** How many sentences of a kind are worth to be kept. */
const maxSentences = 10;

/** Says what rounds of an attack came to. @throws {RangeError} if there was none */
export function judge(attack: Attack, rounds: readonly Round[]): Verdict {
  const last = rounds.at(-1);
  if (!last) throw new RangeError(`Cannot judge ${attack.id}: there was no round`);
  const relay = compare(rounds, "relayMs");
  const join = attack.joinsPerSecond ? compare(rounds, "joinMs") : null;
  const heldMbEach = Math.max(
    ...rounds.map(({ heldMb, attackers }) => heldMb / Math.max(1, attackers.open)),
  );
  return {
    what: attack.what,
    relay,
    join,
    attackers: last.attackers,
    closes: last.closes,
    heldMbEach,
    delays: [
      ...delayOf("a message", relay),
      ...(join ? delayOf("a join", join) : []),
      ...rounds.flatMap((round) => lateEndOf(attack, round)),
    ].slice(0, maxSentences),
    faults: [
      ...rounds.flatMap(({ calm, attacked }) => [...calm.harm, ...attacked.harm]),
      ...rounds.flatMap((round) => impunityOf(attack, round)),
      ...(heldMbEach > maxHeldMbEach ? [`${heldMbEach} MB were held for one attacker`] : []),
    ].slice(0, maxSentences),
  };
}

function compare(rounds: readonly Round[], what: "relayMs" | "joinMs"): Comparison {
  const calms = rounds.map((round) => quantilesOf(round.calm[what]));
  const calm = medianOf(calms);
  const attacked = medianOf(rounds.map((round) => quantilesOf(round.attacked[what])));
  const calmP99s = calms.map(({ p99 }) => p99);
  return {
    calm,
    attacked,
    p50Ratio: attacked.p50 / calm.p50,
    p99Ratio: attacked.p99 / calm.p99,
    calmP99Lowest: Math.min(...calmP99s),
    calmP99Highest: Math.max(...calmP99s),
  };
}

function medianOf(rounds: readonly Quantiles[]): Quantiles {
  const median = (name: keyof Quantiles): number =>
    quantilesOf(rounds.map((round) => round[name])).p50;
  const [p50, p95, p99] = [median("p50"), median("p95"), median("p99")];
  return { count: median("count"), p50, p95, p99, max: median("max") };
}

function delayOf(what: string, { calm, attacked, p99Ratio }: Comparison): readonly string[] {
  if (p99Ratio <= maxRatio) return [];
  return [`${what} takes ${attacked.p99} ms (p99) in place of ${calm.p99} ms`];
}

/** Where attackers got away with it. */
function impunityOf(attack: Attack, { attackers: { ends }, closes }: Round): readonly string[] {
  // Who reads nothing does not see by what it was closed: the server's own count tells.
  const isEnded = attack.end in ends || (closes[attack.end] ?? 0) > 0;
  return isEnded ? [] : [`no attacker was ended with ${attack.end}`];
}

function lateEndOf({ withinMs }: Attack, { attackers }: Round): readonly string[] {
  const longestMs = Math.max(attackers.lifeMs.max, attackers.longestOpenMs);
  return longestMs <= withinMs ? [] : [`an attacker lasted ${longestMs} ms`];
}
