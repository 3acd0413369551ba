import { readChannelText } from "../channel-text.ts";
import type { Size } from "./size.ts";

/**
 * At which size one end of a pair shows what the other sends; `null`: not at all. What
 * nothing is said of may be shown at any size.
 */
export interface Views {
  readonly camera?: Size | null;
  readonly screen?: Size | null;
}

/** Larger ones are nobody's screen. In px. */
const maxSide = 16_384;

/** Reads what came over the channel of a pair; `null` when it is nothing of this kind. */
export function parseViews(data: unknown): Views | null {
  const { views } = readChannelText(data) ?? {};
  if (typeof views !== "object" || views === null) return null;
  const { camera, screen }: { camera?: unknown; screen?: unknown } = views;
  const [ofCamera, ofScreen] = [readSize(camera), readSize(screen)];
  if (ofCamera === "unreadable" || ofScreen === "unreadable") return null;
  return {
    ...(ofCamera !== undefined && { camera: ofCamera }),
    ...(ofScreen !== undefined && { screen: ofScreen }),
  };
}

function readSize(value: unknown): Size | null | undefined | "unreadable" {
  if (value === null || value === undefined) return value;
  if (typeof value !== "object") return "unreadable";
  const { width, height }: { width?: unknown; height?: unknown } = value;
  return isSide(width) && isSide(height) ? { width, height } : "unreadable";
}

function isSide(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= maxSide;
}
