import { collectRounds } from "./collect-rounds.ts";
import type { Bite, Fault, Stage } from "./faults/fault.ts";
import { Lesson, type LessonOptions } from "./lesson.ts";
import { missingOf, noneOf } from "./offers.ts";
import { playRound } from "./round.ts";
import { tryOut } from "./self-test.ts";
import { type Played, type Skipped, type Verdict, verdictOf } from "./verdict.ts";

export type Outcome = Verdict | Skipped;

export interface CampaignOptions {
  readonly faults: readonly Fault[];
  /** Those that are played in a lesson, too; the others are only tried out on the bare network. */
  readonly played: readonly Fault[];
  /** How often each is played. */
  readonly repeat: number;
  readonly lesson: LessonOptions;
  readonly say: (line: string) => void;
}

/** Tries all faults out on the bare network, then plays those to be played one after the other in a lesson. */
export async function runCampaign(
  stage: Stage,
  { faults, played, repeat, lesson: lessonOptions, say }: CampaignOptions,
): Promise<Readonly<Record<string, Outcome>>> {
  const bites = new Map<Fault, Bite | Skipped>();
  for (const fault of faults) {
    const bite = await tryOutIfOffered(fault, stage);
    bites.set(fault, bite);
    say(`${fault.name}: ${"skipped" in bite ? `skipped: ${bite.skipped}` : bite.measured}`);
  }
  const isPlayable = (fault: Fault): boolean =>
    played.includes(fault) && !("skipped" in (bites.get(fault) ?? {}));
  const lesson = faults.some(isPlayable) ? await Lesson.open(lessonOptions) : null;
  const outcomes: Record<string, Outcome> = {};
  for (const [fault, bite] of bites) {
    if ("skipped" in bite) outcomes[fault.name] = bite;
    else {
      const rounds =
        lesson && played.includes(fault)
          ? await collectRounds(() => playRound(fault, { stage, lesson }), {
              repeat,
              say: (line) => say(`${fault.name}, ${line}`),
            })
          : nothingPlayed;
      outcomes[fault.name] = "skipped" in rounds ? rounds : verdictOf(fault, bite, rounds);
    }
  }
  await lesson?.close();
  return outcomes;
}

const nothingPlayed: Played = { rounds: [], heldUp: 0, brokenOff: null };

async function tryOutIfOffered(fault: Fault, stage: Stage): Promise<Bite | Skipped> {
  const missing = missingOf(fault.needs);
  return missing.length > 0 ? { skipped: noneOf(missing) } : tryOut(fault, stage);
}
