import { type LinkCause, type LinkQuality, linkQualities } from "@lectern/protocol/link-report";
import type { LinkFigures } from "./link.ts";

/** The most that is still good, fair and poor; what is more is bad. */
type Bounds = readonly [good: number, fair: number, poor: number];

/**
 * Round trip, in ms. ITU-T G.114 asks for at most 150 ms one way, and has 400 ms as
 * the limit; with 300 ms between them "some users are dissatisfied" (R = 78 by the
 * formula for delay, Idd, of G.107).
 */
const rttBounds: Bounds = [300, 600, 800];

/**
 * Loss, in percent. ITU-T G.1010, table I.1: at most 1 % for a picture, 3 % for
 * speech. Beyond 10 % Google Congestion Control (draft-ietf-rmcat-gcc-02 §6) takes
 * the path for congested.
 */
const lossBounds: Bounds = [1, 3, 10];

/** Jitter of the sound, in ms. ITU-T Y.1541 gives 50 ms to the classes for speech; then twice and four times that. */
const jitterBounds: Bounds = [50, 100, 200];

/** The worst that the figures show, and what it is. */
export interface Grade {
  readonly quality: LinkQuality;
  readonly cause: Extract<LinkCause, "loss" | "delay" | "jitter"> | null;
}

export function gradeOf({ lossPercent, rttMs, jitterMs }: LinkFigures): Grade {
  const grades: readonly Grade[] = [
    { quality: within(lossPercent, lossBounds), cause: "loss" },
    { quality: within(rttMs, rttBounds), cause: "delay" },
    { quality: within(jitterMs, jitterBounds), cause: "jitter" },
  ];
  const worst = grades.reduce((one, other) => (isWorse(other.quality, one.quality) ? other : one));
  return worst.quality === "good" ? { quality: "good", cause: null } : worst;
}

/** Whether at least two pairs, and most of them, are lossy: then it is not they who are at fault. */
export function isDownloadFull(pairs: readonly Pick<LinkFigures, "lossPercent">[]): boolean {
  const known = pairs.flatMap(({ lossPercent }) => lossPercent ?? []);
  const lossy = known.filter((percent) => within(percent, lossBounds) !== "good");
  return lossy.length >= 2 && lossy.length > known.length / 2;
}

export function isWorse(one: LinkQuality, other: LinkQuality): boolean {
  return linkQualities.indexOf(one) > linkQualities.indexOf(other);
}

function within(value: number | null, bounds: Bounds): LinkQuality {
  const at = bounds.findIndex((bound) => (value ?? 0) <= bound);
  return linkQualities[at] ?? "bad";
}
