// `npm run bench`: measures Lectern's signaling server beside a bare relay, in turn and on one core.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mix } from "./load/letters.ts";
import { type Measurement, measurements, servers } from "./load/order.ts";
import { hottest, readProfile } from "./report/profile.ts";
import { type Run, summarise } from "./report/summary.ts";
import { formatHottest, formatRun, formatTable } from "./report/table.ts";
import { type Profile, writeResults } from "./report/write-results.ts";
import { type Cores, chooseCores } from "./run/cores.ts";
import { describeCommit, describeMachine } from "./run/machine.ts";
import { measure } from "./run/measure.ts";

const help = `npm run bench -- [options]
  --only relay,chat   measure some: ${measurements.join(", ")}, or what they begin with
  --rounds 3          how often each server is measured
  --seed 1            of all that is random
  --profile           show and keep where each server spends its time, once; judges no figure
  --quick             a second of each, to see that nothing is lost; judges no figure
`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    profile: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

if (options.help) process.stdout.write(help);
else await bench();

async function bench(): Promise<void> {
  const startedMs = Date.now();
  const chosen = choose(options.only);
  const rounds = options.quick || options.profile ? 1 : wholeNumber("rounds", options.rounds);
  const seed = wholeNumber("seed", options.seed);
  const { runs, profiles } = await measureAll(chosen, { rounds, seed });
  if (options.quick) return say("Nothing was lost, doubled, out of order or under a wrong name.");
  const about = {
    command: ["npm run bench --", ...process.argv.slice(2)].join(" "),
    seed,
    startedAt: new Date(startedMs).toISOString(),
    seconds: Math.round((Date.now() - startedMs) / 1000),
    commit: describeCommit(),
    machine: describeMachine(),
  } as const;
  if (options.profile) {
    const campaign = "bench-profile";
    return say(writeResults({ ...about, campaign, figures: { profiles } }, options.only));
  }
  const results = summarise(runs);
  const figures = { rounds, mix: mix.note, results, runs };
  const file = writeResults({ ...about, campaign: "bench", figures }, options.only);
  const { cpu, cores, node } = about.machine;
  say(`\n${formatTable(results)}\n\nRelayed are ${mix.note}.`);
  say(`${cpu}, ${cores} cores, Node ${node}, commit ${about.commit}, seed ${seed}\n${file}`);
}

interface Rounds {
  readonly rounds: number;
  readonly seed: number;
}

interface Measured {
  readonly runs: readonly Run[];
  /** None where none was asked for. */
  readonly profiles: readonly Profile[];
}

/** Both servers in turn, round after round, so that what the machine does meanwhile meets both. */
async function measureAll(
  chosen: readonly Measurement[],
  { rounds, seed }: Rounds,
): Promise<Measured> {
  const cores = chooseCores();
  if (cores === null) say("The server and the generator share the cores: figures will vary.");
  const plan = chosen.flatMap((measurement) =>
    Array.from({ length: rounds }, (_, at) => at + 1).flatMap((round) =>
      servers.map((server) => ({ measurement, round, server })),
    ),
  );
  const runs: Run[] = [];
  const profiles: Profile[] = [];
  for (const what of plan) {
    const { run, profile } = await measureOnce(what, { cores, seed: seed + what.round });
    runs.push(run);
    if (profile) profiles.push(profile);
    say(`${String(runs.length).padStart(3)}/${plan.length} ${formatRun(run)}`);
  }
  return { runs, profiles };
}

async function measureOnce(
  what: Omit<Run, "values">,
  { cores, seed }: { readonly cores: Cores | null; readonly seed: number },
): Promise<{ readonly run: Run; readonly profile: Profile | null }> {
  const profileDir = options.profile ? mkdtempSync(join(tmpdir(), "lectern-bench-")) : null;
  const values = await measure({ ...what, isQuick: options.quick, seed, cores, profileDir });
  const run = { ...what, values };
  if (profileDir === null) return { run, profile: null };
  const { measurement, server } = what;
  const profile = { measurement, server, hottest: hottest(readProfile(profileDir)) };
  say(formatHottest(`${measurement} of the ${server}, in ${profileDir}`, profile.hottest));
  return { run, profile };
}

function choose(only: string | undefined): readonly Measurement[] {
  const names = only?.split(",") ?? [""];
  const chosen = measurements.filter((one) => names.some((name) => one.startsWith(name)));
  if (chosen.length === 0) throw new RangeError(`Cannot measure "${only}"\n${help}`);
  return chosen;
}

function wholeNumber(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new TypeError(`--${name} has to be a whole number from 1`);
  return Number(text);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
