import type { Account } from "../accounts/account.ts";

/** A person without an account, let into one conference by its guest link. */
export interface Guest {
  readonly id: string;
  readonly name: string;
  readonly conferenceId: string;
  /** Hash of the link's secret by which they came: a renewed link does not know them. */
  readonly linkHash: string;
}

/** Who makes a request. `sessionHash` is the stored name of their session. */
export type Visitor =
  | { readonly kind: "nobody" }
  | { readonly kind: "account"; readonly account: Account; readonly sessionHash: string }
  | { readonly kind: "guest"; readonly guest: Guest; readonly sessionHash: string };
