import { gauge, type PictureFormat, thumbnail, thumbnailBps } from "./gauge.ts";
import type { Size } from "./size.ts";

/** A picture as it is worth sending. */
export interface Picture {
  /** By how much each side is made smaller. */
  readonly scale: number;
  readonly framesPerSecond: number;
  /** 0 when nobody sees it. */
  readonly wantedBps: number;
}

export interface PictureOptions {
  /** Where it is shown; `null`: nowhere, `undefined`: the other end does not say. */
  readonly view: Size | null | undefined;
  /** Whether it is one of many small ones. */
  readonly isThumbnail: boolean;
}

/** What a share may fall short of what is wanted before the picture is made smaller: it is less sharp first. */
const patience = 2;
const shrinks = [1, 1.5, 2, 3, 4] as const;

/** Brings a picture down to what its viewer can see of it. */
export function pictureFor(source: PictureFormat, { view, isThumbnail }: PictureOptions): Picture {
  const seen = view ? scaleTo(source, view) : 1;
  const scale = isThumbnail ? Math.max(seen, source.height / thumbnail.height) : seen;
  const framesPerSecond = isThumbnail
    ? Math.min(source.framesPerSecond, thumbnail.framesPerSecond)
    : source.framesPerSecond;
  const { width, height } = source;
  const needs = gauge({ width: width / scale, height: height / scale, framesPerSecond });
  return {
    scale: round(scale),
    framesPerSecond,
    wantedBps: view === null ? 0 : Math.max(needs, thumbnailBps),
  };
}

/** Makes a picture smaller, if its share of the uplink is too small for it. */
export function shrinkTo(shareBps: number, { scale, wantedBps }: Picture): number {
  const enough = shrinks.find((shrink) => wantedBps / shrink ** 2 <= shareBps * patience);
  return round(scale * (enough ?? Math.max(...shrinks)));
}

/** The place is filled, and what stands out of it is cut off: the side that is shown larger counts. */
function scaleTo(source: Size, view: Size): number {
  return Math.max(1, Math.min(source.width / view.width, source.height / view.height));
}

function round(scale: number): number {
  return Math.max(1, Math.round(scale * 100) / 100);
}
