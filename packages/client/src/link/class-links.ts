import type { ParticipantId } from "@lectern/protocol/ids";
import type { LinkReport } from "@lectern/protocol/link-report";
import type { ClientMessage } from "@lectern/protocol/messages";
import type { Peers } from "../peers.ts";
import { type ClassReport, takeReport } from "./class-report.ts";
import { isReportDue, type LastReport, linksOf, wordsOf } from "./link-reports.ts";
import { LinkWatch } from "./link-watch.ts";

export interface ClassLinksOptions {
  readonly peers: Pick<Peers, "list" | "pairs" | "callWith">;
  /** Oneself; `null` before there is a seat. */
  readonly self: () => ParticipantId | null;
  /** Says whether there was a seat to send it from. */
  readonly send: (message: ClientMessage) => boolean;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly isUplinkShort: () => boolean;
  /** One's own pairs were measured anew, or somebody reported. */
  readonly onChange: () => void;
  /** One's own pairs were measured anew. */
  readonly onMeasured: () => void;
}

/** By which the refusal of a report is known. */
const reportRef = "report";

/** How the pairs of the class do: measures one's own, tells the teachers, and keeps what others tell. */
export class ClassLinks {
  readonly #options: ClassLinksOptions;
  readonly #watch: LinkWatch;
  #last: LastReport | null = null;
  #reports: readonly ClassReport[] = [];

  constructor(options: ClassLinksOptions) {
    this.#options = options;
    const pairs = () => options.peers.pairs();
    this.#watch = new LinkWatch({
      pairs,
      isUplinkShort: options.isUplinkShort,
      onRound: () => {
        options.onMeasured();
        this.#tell();
      },
    });
  }

  /** What was reported lately, by oneself too. */
  get reports(): readonly ClassReport[] {
    return this.#reports;
  }

  /** Starts to measure; may be called twice. */
  start(): void {
    this.#watch.start();
  }

  /** May be called twice. */
  close(): void {
    this.#watch.close();
  }

  /** A report of one's own was too soon after another: it is said again when it may be. */
  refuse(ref: string): void {
    if (ref === reportRef && this.#last) this.#last = { ...this.#last, words: "" };
  }

  take(from: ParticipantId, links: readonly LinkReport[]): void {
    this.#keep(from, links);
    this.#options.onChange();
  }

  /** Has both ends of a pair mend it. */
  mend(one: ParticipantId, other: ParticipantId): void {
    this.#askToMend(one, other);
    this.#askToMend(other, one);
  }

  #askToMend(to: ParticipantId, peer: ParticipantId): void {
    const { peers, self, send } = this.#options;
    if (to === self()) peers.callWith(peer)?.asked(to);
    else send({ type: "mend", to, peer });
  }

  #tell(): void {
    const { peers, self, onChange } = this.#options;
    const others = peers.list();
    const links = linksOf(others);
    const own = self();
    if (own) this.#keep(own, links);
    // Where there is no teacher nobody is told.
    if (others.some(({ role }) => role === "teacher")) this.#report(links);
    onChange();
  }

  #report(links: readonly LinkReport[]): void {
    const { send, now } = this.#options;
    if (!isReportDue(links, this.#last, now())) return;
    if (send({ type: "report", links, ref: reportRef }))
      this.#last = { at: now(), words: wordsOf(links) };
  }

  #keep(from: ParticipantId, links: readonly LinkReport[]): void {
    this.#reports = takeReport(this.#reports, { from, links, at: this.#options.now() });
  }
}
