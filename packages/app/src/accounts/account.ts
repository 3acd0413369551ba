/** What a person may do in the app. An administrator may do what a teacher may. */
export type AccountRole = "administrator" | "teacher" | "student";

/** An account as others see it. */
export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: AccountRole;
}

/** Whether a role may hold conferences of its own. */
export function mayTeach(role: AccountRole): boolean {
  return role !== "student";
}

/** The part of a row that others may see. */
export function toAccount({ id, username, name, role }: Account): Account {
  return { id, username, name, role };
}
