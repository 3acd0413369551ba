import { setTimeout as pause } from "node:timers/promises";
import {
  type Account,
  accountOf,
  backAfterMs,
  type Direction,
  isSteady,
  type Sense,
  type Span,
} from "./direction.ts";
import type { Fault, Stage } from "./faults/fault.ts";
import type { Lesson } from "./lesson.ts";
import type { Host } from "./topology.ts";

/** What one playing of a fault did to a class. */
export interface Round {
  /** Until the last of the victim's directions was back, in ms; `null`: not all of them came back. */
  readonly soundBackMs: number | null;
  readonly pictureBackMs: number | null;
  readonly accounts: readonly Entry[];
  /**
   * For how long a page could not look, at the longest, in ms, while that happened which the round is
   * judged by: a time that was measured then says something of the machine.
   */
  readonly heldUpMs: number;
}

/** A class in which some do not hear others, with nothing done to it: no round can begin. */
export interface Unrest extends Pick<Round, "heldUpMs"> {
  readonly silent: readonly Pick<Entry, "from" | "to">[];
}

export interface Entry extends Account {
  readonly from: Host;
  readonly to: Host;
}

export interface Scene {
  readonly stage: Stage;
  readonly lesson: Lesson;
}

/** For how long sound has to come without a gap to count as back, in ms. */
const steadyMs = 3_000;
/** By how much of the end it is judged that sound does not come, in ms. */
const judgedMs = 10_000;
/** When a return is hoped for no more. */
const patienceMs = 60_000;
const lookEveryMs = 500;

/** Breaks the network under a class in the fault's way, and looks what becomes of its calls; all is whole again after it. */
export async function playRound(fault: Fault, { stage, lesson }: Scene): Promise<Round | Unrest> {
  const { trial, victim } = fault;
  const unrest = await settle(lesson, victim);
  if (unrest) return unrest;
  const start = Date.now();
  await fault.begin(stage);
  if (trial.kind !== "detour") {
    await lookOnFor(trial.lastsMs, lesson);
    await fault.end(stage);
  }
  const since = Date.now();
  const isBack =
    trial.kind === "strain" || (await becomesSteady(lesson, { since, isAsked: isOf(victim) }));
  const round = roundOf(await lesson.look(), { victim, start, since, end: Date.now() });
  if (trial.kind === "detour") await fault.end(stage);
  if (!isBack || (trial.kind === "detour" && trial.leavesTraces)) await lesson.enterAnew(victim);
  return round;
}

interface Times {
  readonly victim: Host;
  readonly start: number;
  /** From when a return is asked for. */
  readonly since: number;
  readonly end: number;
}

function roundOf(directions: readonly Direction[], { victim, ...times }: Times): Round {
  const backMs = (sense: Sense) =>
    latest(
      directions.filter(isOf(victim)).map(({ samples }) => backAfterMs(samples, sense, times)),
    );
  return {
    soundBackMs: backMs("soundPackets"),
    pictureBackMs: backMs("framesDecoded"),
    accounts: directions.map(({ from, to, samples }) => ({
      ...{ from, to },
      ...accountOf(samples, times),
    })),
    heldUpMs: heldUpMsIn(directions, judgedSpan(times, backMs("soundPackets"))),
  };
}

/** What comes long after the return does not count, and of one that does not come only the end of the wait for it. */
function judgedSpan(
  { start, since, end }: Omit<Times, "victim">,
  soundBackMs: number | null,
): Span {
  if (soundBackMs === null) return { start: end - judgedMs, end };
  return { start, end: Math.min(end, since + soundBackMs + steadyMs) };
}

function heldUpMsIn(directions: readonly Direction[], { start, end }: Span): number {
  const looks = directions.flatMap(({ samples }) => samples);
  return Math.max(
    0,
    ...looks.filter(({ at }) => at >= start && at <= end).map(({ sinceMs }) => sinceMs),
  );
}

export function isOf(victim: Host) {
  return ({ from, to }: { readonly from: Host; readonly to: Host }): boolean =>
    from === victim || to === victim;
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === times.length ? Math.max(...known) : null;
}

/**
 * Waits for what the last fault did to be over, with the victim's page opened anew if need be.
 *
 * @returns what is not well even then
 */
async function settle(lesson: Lesson, victim: Host): Promise<Unrest | null> {
  if (await becomesSteady(lesson, { since: Date.now() })) return null;
  await lesson.enterAnew(victim);
  if (await becomesSteady(lesson, { since: Date.now() })) return null;
  const directions = await lesson.look();
  const end = Date.now();
  const last = { start: end - judgedMs, end };
  return {
    silent: directions.filter(({ samples }) => !isSteady(samples, last)),
    heldUpMs: heldUpMsIn(directions, last),
  };
}

interface SteadyOptions {
  /** What came before counts for nothing, in ms since the epoch. */
  readonly since: number;
  readonly isAsked?: (direction: Direction) => boolean;
}

/** Waits until sound has come for a while in all directions that are asked for; says whether it has. */
async function becomesSteady(
  lesson: Lesson,
  { since, isAsked = () => true }: SteadyOptions,
): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    await pause(lookEveryMs);
    const asked = (await lesson.look()).filter(isAsked);
    const end = Date.now();
    const span = { start: end - steadyMs, end };
    if (span.start >= since && asked.every(({ samples }) => isSteady(samples, span))) return true;
  }
  return false;
}

/** Takes what the pages have seen before it becomes much. */
async function lookOnFor(durationMs: number, lesson: Lesson): Promise<void> {
  const end = Date.now() + durationMs;
  while (Date.now() < end) {
    await pause(Math.min(lookEveryMs, Math.max(0, end - Date.now())));
    await lesson.look();
  }
}
