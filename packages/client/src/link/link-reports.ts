import { limits } from "@lectern/protocol/limits";
import { type LinkReport, linkQualities } from "@lectern/protocol/link-report";
import type { RemoteParticipant } from "../state.ts";

/** A little more than the server asks for: what is sent evenly does not arrive so. */
const leastGapMs = limits.reportIntervalMs + 500;
/** After this long the same is said again, to who has come since. */
const refreshMs = 15_000;

/** What was reported last, and when, in ms since the epoch. */
export interface LastReport {
  readonly at: number;
  readonly words: string;
}

/** Whether it is time to report: when something has changed in words, or has not been said for long. */
export function isReportDue(
  links: readonly LinkReport[],
  last: LastReport | null,
  now: number,
): boolean {
  if (!last) return links.length > 0;
  const sinceMs = now - last.at;
  return sinceMs >= refreshMs || (sinceMs >= leastGapMs && last.words !== wordsOf(links));
}

/** How one's pairs do, in words: figures change all the time. */
export function wordsOf(links: readonly LinkReport[]): string {
  return links
    .map(({ peer, quality, sound, picture, cause, path }) =>
      [peer, quality, sound, picture, cause, path].join(" "),
    )
    .join("\n");
}

/** What is to be reported of one's pairs: the worst first, where there are too many. */
export function linksOf(participants: readonly RemoteParticipant[]): readonly LinkReport[] {
  return participants
    .flatMap(({ id, link }) => (link ? [reportOf(id, link)] : []))
    .sort((one, other) => rankOf(other) - rankOf(one))
    .slice(0, limits.maxReportedLinks);
}

function reportOf(
  peer: RemoteParticipant["id"],
  { quality, sound, picture, cause, figures }: NonNullable<RemoteParticipant["link"]>,
): LinkReport {
  const { path = null, rttMs = null, lossPercent = null } = figures ?? {};
  return {
    peer,
    quality,
    sound,
    picture,
    ...(cause !== null && { cause }),
    ...(path !== null && { path }),
    ...(rttMs !== null && { rttMs: Math.min(rttMs, 60_000) }),
    ...(lossPercent !== null && { lossPercent }),
  };
}

function rankOf({ quality }: LinkReport): number {
  return linkQualities.indexOf(quality);
}
