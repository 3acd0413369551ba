/** A conference, as lists show it. */
export interface ConferenceSummary {
  readonly id: string;
  readonly title: string;
  readonly role: "teacher" | "student";
  readonly status: "open" | "ended";
  readonly teacherName: string;
}

/** Somebody who was removed from a class and is kept out. */
export interface KeptOut {
  readonly actor: string;
  readonly name: string;
  /** ms since the epoch. */
  readonly removedAt: number;
  readonly by: "teacher" | "operator";
}

/** Somebody who is enrolled in a conference. */
export interface Member {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly pending: boolean;
}
