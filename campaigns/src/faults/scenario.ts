import type { History } from "../history/recorded.ts";
import type { Lectern, StartOptions } from "../support/lectern.ts";
import type { Random } from "../support/random.ts";
import type { Gathering } from "./gathering.ts";

/** What a round measured: sums, and values of which quantiles are of interest. */
export interface Findings {
  readonly counts: Readonly<Record<string, number>>;
  readonly samples?: Readonly<Record<string, readonly number[]>>;
  /** What has to be so and is not, one sentence each. */
  readonly complaints?: readonly string[];
}

/** Where a scenario plays. */
export interface Scene {
  readonly lectern: Lectern;
  readonly gathering: Gathering;
  readonly random: Random;
  /** From 0 to 1 and beyond: how long the round is to be; 1 is for a campaign by script. */
  readonly scale: number;
}

/** One kind of fault, and what it does to a gathering in one round. */
export interface Scenario {
  readonly name: string;
  /** Which of its counts tells how many faults there were. */
  readonly unit: string;
  readonly rooms: number;
  readonly size: number;
  readonly plainShare?: number;
  readonly start?: Omit<StartOptions, "command">;
  /** What has to be prepared on the machine; `null`: it cannot be done here. */
  readonly prepare?: () => Promise<Prepared | null>;
  /** Breaks things while the gathering talks; all is well again when it is over. */
  readonly play: (scene: Scene) => Promise<Findings>;
  /** Looks at what the clients saw. */
  readonly look?: (history: History) => Findings;
  /** What the figures of all rounds together have to be and are not, one sentence each. */
  readonly judge?: (findings: Required<Findings>) => readonly string[];
}

export interface Prepared {
  readonly start: Omit<StartOptions, "command">;
  readonly undo: () => void;
}

/** Findings of several rounds, or of several looks, taken together. */
export function merge(findings: readonly Findings[]): Required<Findings> {
  const counts: Record<string, number> = {};
  const samples: Record<string, number[]> = {};
  for (const one of findings) {
    for (const [name, count] of Object.entries(one.counts)) {
      counts[name] = (counts[name] ?? 0) + count;
    }
    for (const [name, values] of Object.entries(one.samples ?? {})) {
      samples[name] = [...(samples[name] ?? []), ...values];
    }
  }
  return { counts, samples, complaints: findings.flatMap(({ complaints = [] }) => complaints) };
}
