import { type ClassReport, reportLifeMs } from "@lectern/client/class-report";
import type { ConferenceState } from "@lectern/client/state";
import { linkSentences } from "./link-words.ts";

type LinkReport = ClassReport["links"][number];

export interface ClassMember {
  readonly id: LinkReport["peer"];
  readonly name: string;
}

/** What one of the class gets of another; `link` is `null` when the one does not say. */
export interface ClassLink {
  readonly from: ClassMember;
  readonly to: ClassMember;
  readonly link: LinkReport | null;
}

/** Everybody with everybody: a row for each who gets something, a cell for each from whom. */
export interface ClassLinks {
  readonly members: readonly ClassMember[];
  readonly rows: readonly (readonly ClassLink[])[];
}

/** A pair with which something is the matter. */
export interface Trouble {
  /** Its two ends. */
  readonly pair: readonly ClassMember[];
  readonly sentences: readonly string[];
  readonly canMend: boolean;
}

/**
 * Puts together what the whole class says of its pairs.
 *
 * @param now ms since the epoch: who has said nothing for long counts as silent
 */
export function classLinks(
  { self, participants, reports }: Pick<ConferenceState, "self" | "participants" | "reports">,
  now: number,
): ClassLinks {
  const members = [...(self ? [self] : []), ...participants];
  const said = new Map(
    reports.filter(({ at }) => now - at < reportLifeMs).map(({ from, links }) => [from, links]),
  );
  const rows = members.map((to) =>
    members.map((from) => {
      const link = said.get(to.id)?.find(({ peer }) => peer === from.id) ?? null;
      return { from, to, link };
    }),
  );
  return { members, rows };
}

/** The pairs that do not do well, each once; what is said of a person is said with the first of their pairs. */
export function troublesOf(
  { members, rows }: ClassLinks,
  self: Pick<ClassMember, "id"> | null,
): readonly Trouble[] {
  const said = new Set<string>();
  return pairsOf(members).flatMap(([one, other]) => {
    const ways = [rows[other]?.[one], rows[one]?.[other]].flatMap((way) => way ?? []);
    const sentences = new Set(ways.flatMap((way) => sentencesOf(way, self)));
    const news = [...sentences].filter((sentence) => !said.has(sentence));
    for (const sentence of news) said.add(sentence);
    const pair = [members[one], members[other]].flatMap((member) => member ?? []);
    const canMend = ways.some(({ link }) => link !== null && isMendable(link));
    return news.length > 0 ? [{ pair, sentences: news, canMend }] : [];
  });
}

/** Every two of a list, by their places. */
function pairsOf(list: readonly unknown[]): readonly (readonly [number, number])[] {
  return list.flatMap((_, one) =>
    list.slice(one + 1).map((__, beyond) => [one, one + 1 + beyond] as const),
  );
}

function sentencesOf(
  { from, to, link }: ClassLink,
  self: Pick<ClassMember, "id"> | null,
): readonly string[] {
  const nameOf = ({ id, name }: ClassMember) => (id === self?.id ? null : name);
  if (!link) return [];
  // What is held back on purpose is as it should be.
  const { sound, picture } = link;
  const calm = { ...link, sound: calmed(sound), picture: calmed(picture) };
  return linkSentences(calm, { from: nameOf(from), to: nameOf(to) });
}

function calmed(arrival: LinkReport["sound"]): LinkReport["sound"] {
  return arrival === "paused" ? "off" : arrival;
}

/** Whether setting the pair up anew may help: a microphone that is unplugged it does not plug in. */
function isMendable({ sound, picture, cause }: LinkReport): boolean {
  const isMissing = [sound, picture].some((one) => one === "unsent" || one === "lost");
  return isMissing || cause === "mending" || cause === "unreachable";
}
