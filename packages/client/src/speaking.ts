/** Whether somebody is speaking, and since when they could be heard last. */
export interface Speaking {
  readonly isSpeaking: boolean;
  /** ms, of the clock that the levels are read with. */
  readonly lastLoudAt: number;
}

export const silent: Speaking = { isSpeaking: false, lastLoudAt: Number.NEGATIVE_INFINITY };

/** From silence, a level that is speech and not breath; on the scale of `LevelMeter`. */
const startLevel = 0.15;
/** While speaking, a level that goes on counting as speech. */
const stayLevel = 0.08;
/** How long a pause between words may be. */
const pauseMs = 700;

/**
 * Takes one reading of a level meter, or of `levelOf`.
 *
 * Starting takes a louder sound than going on, and a pause between words does not
 * end it, so that a mark that follows does not flicker.
 */
export function hear(before: Speaking, level: number, now: number): Speaking {
  const isLoud = level >= (before.isSpeaking ? stayLevel : startLevel);
  if (isLoud) return { isSpeaking: true, lastLoudAt: now };
  return { ...before, isSpeaking: before.isSpeaking && now - before.lastLoudAt < pauseMs };
}
