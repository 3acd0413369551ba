import type { Finding } from "./finding.ts";
import type { SetUp } from "./set-up.ts";

/** The checks by the names that `--json` and scripts know them by, in the order in which they run. */
export type CheckId =
  | "settings"
  | "data-folder"
  | "ports"
  | "page"
  | "tls"
  | "proxy"
  | "clock"
  | "socket"
  | "origin"
  | "turn";

/** One question that is asked of a set-up. */
export interface Check {
  readonly id: CheckId;
  /** Checks after whose failure this one would only say the same again. */
  readonly needs: readonly CheckId[];
  readonly run: (setUp: SetUp) => Promise<readonly Finding[]>;
}

/** A finding, with the check that made it. */
export type CheckResult = Finding & { readonly id: CheckId };
