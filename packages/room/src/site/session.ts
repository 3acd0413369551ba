import { signal } from "@preact/signals";
import { call } from "../api.ts";

export interface Account {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly role: "administrator" | "teacher" | "student";
}

interface Session {
  readonly account: Account | null;
  readonly guest: object | null;
}

/** Who is signed in; `undefined` until the app has said. */
export const account = signal<Account | null | undefined>(undefined);

/** Whether one came in by a guest link. */
export const isGuest = signal(false);

export async function loadSession(): Promise<void> {
  const answer = await call<Session>("GET", "/api/session");
  account.value = answer.ok ? answer.body.account : null;
  isGuest.value = answer.ok && answer.body.guest !== null;
}

/** Signs out, and stays on the page. */
export async function endSession(): Promise<void> {
  await call("DELETE", "/api/session");
  account.value = null;
}

export async function signOut(): Promise<void> {
  await endSession();
  location.assign("/sign-in");
}

export function mayTeach({ role }: Account): boolean {
  return role !== "student";
}
