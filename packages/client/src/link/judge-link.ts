import type { Arrival, LinkCause, LinkQuality } from "@lectern/protocol/link-report";
import type { MediaKind } from "../local-tracks.ts";
import type { MendingStep, PairState } from "../state.ts";
import type { Link, LinkFigures } from "./link.ts";
import { gradeOf, isWorse } from "./quality.ts";
import type { Sending } from "./sending.ts";

/** So long may it take to find a way to somebody, or another one, in ms; then there is none. */
const firstPatienceMs = 8_000;
const mendingPatienceMs = 20_000;

/** So long may the peer take to say that it is they who send nothing, in ms. */
const graceMs = 1_500;

/** All that is known of a pair at a moment. */
export interface LinkFacts {
  readonly pair: PairState;
  /** What is being done about it. */
  readonly mending: MendingStep | null;
  /** Whether this peer connection was up before. */
  readonly wasUp: boolean;
  /** For how long it is not up, in ms. */
  readonly downMs: number;
  /** `null` while there is nothing to compare. */
  readonly figures: LinkFigures | null;
  /** For how long nothing of each came, in ms. */
  readonly silentMs: Readonly<Record<MediaKind, number>>;
  /** What the peer says to be on; `null` when its client does not say. */
  readonly isOn: Readonly<Record<MediaKind, boolean | null>>;
  /** What the peer says of its sending. */
  readonly sending: Sending | null;
  /** Whether most of what arrives from anybody is lossy. */
  readonly isDownloadFull: boolean;
}

/** Decides how a pair does and why; `null` while it is too soon to say. */
export function judgeLink(facts: LinkFacts): Link | null {
  if (facts.pair !== "connected") return brokenLink(facts);
  const { figures, sending, isOn, silentMs } = facts;
  if (!figures) return null;
  const arrives = (kind: MediaKind) => figures.arrives[kind] || silentMs[kind] < graceMs;
  const sound = arrivalOf(arrives("audio"), isOn.audio, sending?.sound ?? null);
  const picture = arrivalOf(arrives("video"), isOn.video, sending?.picture ?? null);
  const grade = withMedia({ sound, picture }, gradeFor(facts, figures));
  return { ...grade, sound, picture, figures };
}

interface Judgement {
  readonly quality: LinkQuality;
  readonly cause: LinkCause | null;
}

function brokenLink({ pair, mending, wasUp, downMs }: LinkFacts): Link {
  const isTooLong = downMs >= (wasUp ? mendingPatienceMs : firstPatienceMs);
  const isHopeless = pair === "refused" || mending === "waiting" || isTooLong;
  const cause = isHopeless ? "unreachable" : wasUp || mending ? "mending" : "connecting";
  return { quality: "bad", cause, sound: "unknown", picture: "unknown", figures: null };
}

/** What the peer says of its sending, against what arrives. */
function arrivalOf(arrives: boolean, isOn: boolean | null, told: Arrival | null): Arrival {
  if (told !== null && told !== "flowing") return told;
  if (isOn === false) return "off";
  if (arrives) return "flowing";
  return told === "flowing" || isOn ? "lost" : "unknown";
}

function gradeFor({ sending, isDownloadFull }: LinkFacts, figures: LinkFigures): Judgement {
  const grade = gradeOf(figures);
  const limit = sending?.limit ?? "none";
  if (grade.quality === "good") {
    return limit === "none" ? grade : { quality: "fair", cause: limit };
  }
  if (grade.cause === "loss" && limit === "upload") return { ...grade, cause: "upload" };
  if (grade.cause === "loss" && isDownloadFull) return { ...grade, cause: "download" };
  // Over TCP nothing is lost: it comes late.
  const isOverTcp = figures.path === "relay-tcp" || figures.path === "relay-tls";
  return isOverTcp && grade.cause !== "loss" ? { ...grade, cause: "relay-tcp" } : grade;
}

/** A pair over which somebody is not heard is bad, one over which they are not seen is poor. */
function withMedia(
  { sound, picture }: Pick<Link, "sound" | "picture">,
  grade: Judgement,
): Judgement {
  const least = isMissing(sound) ? "bad" : isMissing(picture) ? "poor" : "good";
  return isWorse(least, grade.quality) ? { ...grade, quality: least } : grade;
}

/** Whether it should be here, and is not. */
function isMissing(arrival: Arrival): boolean {
  return arrival === "unsent" || arrival === "lost" || arrival === "frozen";
}
