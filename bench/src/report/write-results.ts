import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Measurement, ServerName } from "../load/order.ts";
import type { Machine } from "../run/machine.ts";
import type { Hot } from "./profile.ts";
import type { Result, Run } from "./summary.ts";

/** Where a server spent its time. */
export interface Profile {
  readonly measurement: Measurement;
  readonly server: ServerName;
  readonly hottest: readonly Hot[];
}

/** All that was measured, and by what, so that it can be measured again. */
export interface Results {
  readonly campaign: "bench" | "bench-profile";
  readonly command: string;
  readonly seed: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  /** Of the tree that was measured. */
  readonly commit: string;
  readonly machine: Machine;
  readonly figures:
    | {
        readonly rounds: number;
        /** What the relayed messages were. */
        readonly mix: string;
        readonly results: readonly Result[];
        readonly runs: readonly Run[];
      }
    | { readonly profiles: readonly Profile[] };
}

const folder = join(import.meta.dirname, "../../../docs/results");

/**
 * Writes the results; gives the path of the file.
 *
 * @param only what was measured when it was not all, which has a file of its own
 */
export function writeResults(results: Results, only: string | undefined): string {
  const { campaign } = results;
  const name = only === undefined ? campaign : `${campaign}-${only.replaceAll(",", "-")}`;
  const file = join(folder, `${name}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  return file;
}
