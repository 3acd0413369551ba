import { type Quantiles, quantilesOf } from "@lectern/campaigns/quantiles";
import type { Bite, Fault, Trial } from "./faults/fault.ts";
import { type Entry, isOf, type Round } from "./round.ts";

/** Of a fault that this machine cannot play: why not. */
export interface Skipped {
  readonly skipped: string;
}

export interface Played {
  readonly rounds: readonly Round[];
  /** How many do not count, since the machine was too busy. */
  readonly heldUp: number;
  /** What kept the other rounds from being played; `null`: nothing. */
  readonly brokenOff: string | null;
}

/** What the rounds of a fault come to. */
export interface Verdict {
  /** By what it was seen that the network was broken. */
  readonly bite: string;
  readonly rounds: number;
  /** How many more do not count, since the machine was too busy. */
  readonly heldUp: number;
  readonly figures: Readonly<Record<string, number | Quantiles>>;
  /** All the ways by which sound and picture came at the ends of the rounds. */
  readonly paths: { readonly victim: string; readonly others: string };
  /** What has to be so and is not, one sentence each. */
  readonly complaints: readonly string[];
}

interface Part {
  readonly figures: Readonly<Record<string, number | Quantiles>>;
  readonly complaints: readonly string[];
}

export function verdictOf(
  fault: Fault,
  bite: Bite,
  { rounds, heldUp, brokenOff }: Played,
): Verdict {
  const entries = rounds.flatMap(({ accounts }) => accounts);
  const victims = entries.filter(isOf(fault.victim));
  const others = entries.filter((entry) => !victims.includes(entry));
  const parts =
    rounds.length === 0
      ? []
      : [
          fault.trial.kind === "strain"
            ? strainPart(fault.trial, victims)
            : returnPart(fault.trial, rounds),
          othersPart(others),
        ];
  return {
    bite: bite.measured,
    rounds: rounds.length,
    heldUp,
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
    paths: { victim: pathsOf(victims), others: pathsOf(others) },
    complaints: [
      ...complain(!bite.isFelt, `the network was not as bad as its name says: ${bite.measured}`),
      ...(brokenOff === null ? [] : [brokenOff]),
      ...complain(
        heldUp > rounds.length,
        `the machine was too busy in ${heldUp} rounds, and in ${rounds.length} it was not`,
      ),
      ...parts.flatMap(({ complaints }) => complaints),
    ],
  };
}

function pathsOf(entries: readonly Entry[]): string {
  const paths = new Set(entries.map(({ path }) => path ?? "none"));
  return [...paths].sort().join(", ");
}

function returnPart(
  { backWithinMs }: { readonly backWithinMs: number },
  rounds: readonly Round[],
): Part {
  const sound = rounds.map(({ soundBackMs }) => soundBackMs).filter((time) => time !== null);
  const picture = rounds.map(({ pictureBackMs }) => pictureBackMs).filter((time) => time !== null);
  const back = quantilesOf(sound);
  const away = rounds.length - sound.length;
  return {
    figures: {
      "sound back after [ms]": back,
      "sound not back": away,
      "picture back after [ms]": quantilesOf(picture),
    },
    complaints: [
      ...complain(away > 0, `sound was not back in ${away} of ${rounds.length} rounds`),
      ...complain(
        back.p95 > backWithinMs,
        `sound was back after ${back.p95} ms in 95 % of the rounds, not within ${backWithinMs} ms`,
      ),
    ],
  };
}

function strainPart(
  {
    maxSilenceMs,
    maxConcealedShare = 1,
    minTeacherFramesPerSecond = 0,
  }: Extract<Trial, { readonly kind: "strain" }>,
  victims: readonly Entry[],
): Part {
  const silence = most(victims, "longestSilenceMs");
  const concealed = most(victims, "concealedShare");
  const teachers = victims.filter(({ from }) => from === "teacher");
  const frames = Math.min(...teachers.map(({ framesPerSecond }) => framesPerSecond));
  return {
    figures: {
      "longest silence [ms]": silence,
      "sound made up [%]": concealed * 100,
      "teacher's pictures a second": frames,
    },
    complaints: [
      ...complain(silence > maxSilenceMs, `there was a silence of ${silence} ms`),
      ...complain(
        concealed > maxConcealedShare,
        `${(concealed * 100).toFixed(1)} % of the sound was made up`,
      ),
      ...complain(
        frames < minTeacherFramesPerSecond,
        `the teacher was seen with ${frames.toFixed(1)} pictures a second`,
      ),
    ],
  };
}

/** The longest silence of calls that nothing was done to: what a busy machine may cause. */
const maxOthersSilenceMs = 3_000;

function othersPart(others: readonly Entry[]): Part {
  const lost = others.reduce((sum, { packetsLost }) => sum + packetsLost, 0);
  const anew = others.filter(({ connections }) => connections > 1).length;
  const silence = most(others, "longestSilenceMs");
  return {
    figures: {
      "others: packets lost": lost,
      "others: connections made anew": anew,
      "others: freezes": others.reduce((sum, { freezes }) => sum + freezes, 0),
      "others: longest silence [ms]": silence,
      "others: longest still picture [ms]": most(others, "longestStillMs"),
    },
    complaints: [
      ...complain(lost > 0, `the others lost ${lost} packets of one another`),
      ...complain(anew > 0, `${anew} calls among the others were made anew`),
      ...complain(silence > maxOthersSilenceMs, `the others had a silence of ${silence} ms`),
    ],
  };
}

function complain(isWrong: boolean, sentence: string): readonly string[] {
  return isWrong ? [sentence] : [];
}

function most(
  entries: readonly Entry[],
  member: "longestSilenceMs" | "longestStillMs" | "concealedShare",
): number {
  return Math.max(0, ...entries.map((entry) => entry[member]));
}
