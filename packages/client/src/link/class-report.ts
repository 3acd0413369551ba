import type { ParticipantId } from "@lectern/protocol/ids";
import type { LinkReport } from "@lectern/protocol/link-report";

/** What one of the class said last of their pairs. */
export interface ClassReport {
  readonly from: ParticipantId;
  readonly links: readonly LinkReport[];
  /** When it came, in ms since the epoch. */
  readonly at: number;
}

/** After this long without another a report says nothing any more, in ms: it is renewed every 15 s. */
export const reportLifeMs = 40_000;

/** The reports with a new one in place of its sender's last, without those that are out of date. */
export function takeReport(
  reports: readonly ClassReport[],
  report: ClassReport,
): readonly ClassReport[] {
  const others = reports.filter(
    ({ from, at }) => from !== report.from && at > report.at - reportLifeMs,
  );
  return [...others, report];
}
