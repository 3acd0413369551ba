import { signal } from "@preact/signals";
import { call } from "../api.ts";

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: "administrator" | "teacher" | "student";
}

/** Who is signed in; `undefined` until the app has said. */
export const account = signal<Account | null | undefined>(undefined);

export async function loadSession(): Promise<void> {
  const answer = await call<{ readonly account: Account | null }>("GET", "/api/session");
  account.value = answer.ok ? answer.body.account : null;
}

export async function signOut(): Promise<void> {
  await call("DELETE", "/api/session");
  location.assign("/sign-in");
}

export function mayTeach({ role }: Account): boolean {
  return role !== "student";
}
