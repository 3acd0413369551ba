import { quantilesOf } from "../support/quantiles.ts";
import { createRandom } from "../support/random.ts";
import { runRound } from "./run-round.ts";
import { type Findings, merge, type Scenario } from "./scenario.ts";

export interface CampaignOptions {
  readonly scenarios: readonly Scenario[];
  readonly seed: number;
  /** No round begins after this. */
  readonly minutes: number;
  /** How many faults of each kind are enough. */
  readonly count: number;
  /** How many rounds are played at the same time, each on a Lectern of its own. */
  readonly servers: number;
  readonly onRound?: (name: string, round: number, findings: Required<Findings> | null) => void;
}

/** What a campaign found of one kind of fault; `null`: it cannot be played on this machine. */
export type Verdict = Readonly<Record<string, unknown>> & {
  readonly complaints: readonly string[];
};

const brokenOff = "rounds broken off";
/** What breaks off so often will go on doing so. */
const maxBrokenOff = 3;

/** How many complaints of a kind are worth to be kept. */
const maxComplaints = 50;

/** Plays the scenarios by turns until the time is over, or each has had its faults. */
export async function runCampaign(
  options: CampaignOptions,
): Promise<Readonly<Record<string, Verdict | null>>> {
  const { scenarios, seed, minutes, count, servers, onRound } = options;
  const deadline = performance.now() + minutes * 60_000;
  const found = new Map<Scenario, Required<Findings> | null>(
    scenarios.map((scenario) => [scenario, merge([])]),
  );
  const isWanting = (scenario: Scenario): boolean => {
    const counts = found.get(scenario)?.counts;
    if (!counts || (counts[brokenOff] ?? 0) >= maxBrokenOff) return false;
    return (counts[scenario.unit] ?? 0) < count;
  };
  let rounds = 0;
  const work = async (): Promise<void> => {
    while (performance.now() < deadline) {
      const wanting = scenarios.filter(isWanting);
      const scenario = wanting[rounds % wanting.length];
      if (!scenario) return;
      rounds += 1;
      const round = rounds;
      const findings = await play(scenario, seed + round);
      const before = found.get(scenario);
      found.set(scenario, findings && before ? merge([before, findings]) : null);
      onRound?.(scenario.name, round, findings);
    }
  };
  await Promise.all(Array.from({ length: servers }, work));
  return Object.fromEntries(
    scenarios.map((scenario) => [scenario.name, judge(scenario, found.get(scenario) ?? null)]),
  );
}

/** One round; what breaks it off is a finding too. */
async function play(scenario: Scenario, seed: number): Promise<Required<Findings> | null> {
  try {
    return await runRound(scenario, { random: createRandom(seed), scale: 1 });
  } catch (error) {
    return merge([{ counts: { [brokenOff]: 1 }, complaints: [String(error)] }]);
  }
}

function judge(scenario: Scenario, findings: Required<Findings> | null): Verdict | null {
  if (!findings) return null;
  const quantiles = Object.entries(findings.samples).map(([name, values]) => [
    name,
    quantilesOf(values),
  ]);
  const complaints = [...(scenario.judge?.(findings) ?? []), ...findings.complaints];
  return {
    ...findings.counts,
    ...Object.fromEntries(quantiles),
    complaints: complaints.slice(0, maxComplaints),
  };
}
