/** Whether this machine can encode what it should. Times are in ms. */
export interface Load {
  /** Since when it has not been able to; `null` while it is. */
  readonly limitedSince: number | null;
  /** Until when it is spared. */
  readonly sparedUntil: number;
}

export const noLoad: Load = { limitedSince: null, sparedUntil: 0 };

/** A shorter one may be a page that opens. */
const overloadMs = 10_000;
/** Sparing it ends what called for it: it goes on for a while. */
const spareMs = 60_000;

/** @param isLimited whether the machine holds a picture of one's own down (`qualityLimitationReason`) */
export function takeLoad(before: Load, isLimited: boolean, at: number): Load {
  if (!isLimited) return { ...before, limitedSince: null };
  const limitedSince = before.limitedSince ?? at;
  const isOver = at - limitedSince >= overloadMs;
  return { limitedSince, sparedUntil: isOver ? at + spareMs : before.sparedUntil };
}

/** Whether the machine has had too much to do, and not for a moment alone. */
export function isOverloaded({ sparedUntil }: Load, at: number): boolean {
  return at < sparedUntil;
}
