import { thumbnailBps } from "./gauge.ts";

/** What goes out, the most important first. */
export const ranks = ["sound", "teacher", "screen", "speaker", "for-teacher", "rest"] as const;

/**
 * `teacher`: a teacher's picture; `speaker`: that of who speaks; `for-teacher`: that of
 * somebody else, on its way to a teacher, who has a class to look after.
 */
export type Rank = (typeof ranks)[number];

/** One sound or picture that goes to one other. */
export interface Stream {
  readonly rank: Rank;
  /** What it can make use of; 0 when it is not asked for. */
  readonly wantedBps: number;
}

/**
 * Divides what the uplink gives: to each stream its share, in the order given.
 *
 * Sound has what it wants, whatever the budget is. After it each rank has what the
 * ranks before leave, and nothing as long as one before it wants more. Within a rank
 * all have the same, but none more than it wants. A picture whose share would not
 * do for a thumbnail is not sent.
 *
 * So no share becomes smaller when the budget becomes larger.
 */
export function allocate(budgetBps: number, streams: readonly Stream[]): readonly number[] {
  const levels = new Map<Rank, number>();
  let left = budgetBps;
  for (const rank of ranks) {
    const wants = streams.filter((one) => one.rank === rank).map((one) => one.wantedBps);
    levels.set(rank, rank === "sound" ? Number.POSITIVE_INFINITY : levelOf(left, wants));
    left = Math.max(0, left - sum(wants));
  }
  return streams.map((stream) => shareOf(stream, levels.get(stream.rank) ?? 0));
}

function shareOf({ rank, wantedBps }: Stream, levelBps: number): number {
  const share = Math.min(wantedBps, levelBps);
  return rank === "sound" || share >= thumbnailBps ? share : 0;
}

/** How much each may have at most for all to have enough together; infinite when there is enough for all. */
function levelOf(budgetBps: number, wants: readonly number[]): number {
  let left = budgetBps;
  for (const [at, want] of wants.toSorted((one, other) => one - other).entries()) {
    const even = left / (wants.length - at);
    if (want > even) return even;
    left -= want;
  }
  return Number.POSITIVE_INFINITY;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0);
}
