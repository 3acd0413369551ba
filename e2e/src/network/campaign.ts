import type { Bite, Fault, Stage } from "./faults/fault.ts";
import { Lesson, type LessonOptions } from "./lesson.ts";
import { missingOf, noneOf } from "./offers.ts";
import { playRound, type Round, type Scene } from "./round.ts";
import { tryOut } from "./self-test.ts";
import { type Played, type Verdict, verdictOf } from "./verdict.ts";

/** A fault that this machine cannot play, and why. */
export interface Skipped {
  readonly skipped: string;
}

export type Outcome = Verdict | Skipped;

export interface CampaignOptions {
  readonly faults: readonly Fault[];
  /** How often each is played in a lesson; 0: it is only tried out on the bare network. */
  readonly repeat: number;
  readonly lesson: LessonOptions;
  readonly say: (line: string) => void;
}

/** Tries all faults out on the bare network, then plays them one after the other in a lesson. */
export async function runCampaign(
  stage: Stage,
  { faults, repeat, lesson: lessonOptions, say }: CampaignOptions,
): Promise<Readonly<Record<string, Outcome>>> {
  const bites = new Map<Fault, Bite | Skipped>();
  for (const fault of faults) {
    const bite = await tryOutIfOffered(fault, stage);
    bites.set(fault, bite);
    say(`${fault.name}: ${"skipped" in bite ? `skipped: ${bite.skipped}` : bite.measured}`);
  }
  const lesson = repeat === 0 ? null : await Lesson.open(lessonOptions);
  const outcomes: Record<string, Outcome> = {};
  for (const [fault, bite] of bites) {
    if ("skipped" in bite) outcomes[fault.name] = bite;
    else {
      const played = lesson
        ? await playRounds(fault, { scene: { stage, lesson }, repeat, say })
        : nothingPlayed;
      outcomes[fault.name] = verdictOf(fault, bite, played);
    }
  }
  await lesson?.close();
  return outcomes;
}

const nothingPlayed: Played = { rounds: [], brokenOff: null };

interface RoundsOptions extends Pick<CampaignOptions, "repeat" | "say"> {
  readonly scene: Scene;
}

/** What breaks one off breaks off those that were to follow, but not those of other faults. */
async function playRounds(fault: Fault, { scene, repeat, say }: RoundsOptions): Promise<Played> {
  const rounds: Round[] = [];
  try {
    for (let at = 1; at <= repeat; at += 1) {
      const round = await playRound(fault, scene);
      rounds.push(round);
      say(`${fault.name}, round ${at}: ${wordsOf(round)}`);
    }
    return { rounds, brokenOff: null };
  } catch (error) {
    return { rounds, brokenOff: String(error) };
  }
}

async function tryOutIfOffered(fault: Fault, stage: Stage): Promise<Bite | Skipped> {
  const missing = missingOf(fault.needs);
  return missing.length > 0 ? { skipped: noneOf(missing) } : tryOut(fault, stage);
}

function wordsOf({ soundBackMs, accounts }: Round): string {
  const silenceMs = Math.max(...accounts.map(({ longestSilenceMs }) => longestSilenceMs));
  const back = soundBackMs === null ? "sound not back" : `sound back after ${soundBackMs} ms`;
  return `${back}, longest silence ${silenceMs} ms`;
}
