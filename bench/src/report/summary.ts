import type { Measurement, ServerName, Values } from "../load/order.ts";
import { type Figure, figures, type Goal } from "./figures.ts";

/** One measurement of one server. */
export interface Run {
  readonly measurement: Measurement;
  readonly round: number;
  readonly server: ServerName;
  readonly values: Values;
}

/** A figure with what came out of it. */
export interface Result extends Figure {
  /** Medians of the rounds. */
  readonly lectern: number;
  readonly yardstick: number;
  /** Median of the rounds' ratios of Lectern to the yardstick. */
  readonly ratio: number;
  /** `null` when no goal is set. */
  readonly isMet: boolean | null;
}

/** Sums up all runs; of what was not measured there is no result. */
export function summarise(runs: readonly Run[]): readonly Result[] {
  return figures.flatMap((figure) => {
    const lectern = valuesOf(runs, figure, "lectern");
    const yardstick = valuesOf(runs, figure, "yardstick");
    if (lectern.length === 0 || lectern.length !== yardstick.length) return [];
    const ratios = lectern.map((value, round) => value / (yardstick[round] ?? Number.NaN));
    const medians = {
      lectern: median(lectern),
      yardstick: median(yardstick),
      ratio: median(ratios),
    };
    return [{ ...figure, ...medians, isMet: isMet(figure.goal, medians) }];
  });
}

/** The middle one, or the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

function valuesOf(
  runs: readonly Run[],
  { measurement, value }: Figure,
  server: ServerName,
): readonly number[] {
  return runs
    .filter((run) => run.measurement === measurement && run.server === server)
    .map(({ values }) => values[value] ?? Number.NaN);
}

function isMet(goal: Goal, { lectern, ratio }: Pick<Result, "lectern" | "ratio">): boolean | null {
  const { ratioAtMost, ratioAtLeast, atMost } = goal;
  const bounds = [
    ...(ratioAtMost === undefined ? [] : [ratio <= ratioAtMost]),
    ...(ratioAtLeast === undefined ? [] : [ratio >= ratioAtLeast]),
    ...(atMost === undefined ? [] : [lectern <= atMost]),
  ];
  return bounds.length === 0 ? null : bounds.every(Boolean);
}
