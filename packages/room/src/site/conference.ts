/** A conference, as lists show it. */
export interface ConferenceSummary {
  readonly id: string;
  readonly title: string;
  readonly role: "teacher" | "student";
  readonly status: "open" | "ended";
  readonly teacherName: string;
}

/** Somebody who is enrolled in a conference. */
export interface Member {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly pending: boolean;
}
