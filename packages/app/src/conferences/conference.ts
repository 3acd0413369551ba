/** A conference as one of its people sees it. */
export interface Conference {
  readonly id: string;
  readonly title: string;
  /** What the one who asks is in it. */
  readonly role: "teacher" | "student";
  readonly status: "open" | "ended";
  readonly teacherName: string;
  readonly createdAt: number;
  /** `null` while it is open. */
  readonly endedAt: number | null;
}

/** When a conference was started and ended, the last time each. */
export interface ConferenceTimes {
  readonly startedAt: number;
  readonly endedAt: number | null;
}

/** Whether the end came after the latest start. */
export function isEnded({ startedAt, endedAt }: ConferenceTimes): boolean {
  return endedAt !== null && endedAt >= startedAt;
}

export interface ConferenceRecord extends ConferenceTimes {
  readonly id: string;
  readonly title: string;
  readonly teacherName: string;
  readonly createdAt: number;
}

export function toConference(record: ConferenceRecord, role: "teacher" | "student"): Conference {
  const { id, title, teacherName, createdAt, endedAt } = record;
  const ended = isEnded(record);
  return {
    id,
    title,
    role,
    status: ended ? "ended" : "open",
    teacherName,
    createdAt,
    endedAt: ended ? endedAt : null,
  };
}
