// `npm run bench`: measures Lectern's signaling server beside a bare relay, in turn and on one core.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mix } from "./load/letters.ts";
import { type Measurement, measurements, servers } from "./load/order.ts";
import { hottest, readProfile } from "./report/profile.ts";
import { type Run, summarise } from "./report/summary.ts";
import { formatHottest, formatRun, formatTable } from "./report/table.ts";
import { writeResults } from "./report/write-results.ts";
import { chooseCores } from "./run/cores.ts";
import { describeMachine } from "./run/machine.ts";
import { measure } from "./run/measure.ts";

const help = `npm run bench -- [options]
  --only relay,chat   measure some: ${measurements.join(", ")}, or what they begin with
  --rounds 3          how often each server is measured
  --seed 1            of all that is random
  --profile           show where each server spends its time instead; judges no figure
  --quick             a second of each, to see that nothing is lost; judges no figure
`;

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    rounds: { type: "string", default: "3" },
    seed: { type: "string", default: "1" },
    profile: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const resultsDir = join(import.meta.dirname, "../results");

if (values.help) process.stdout.write(help);
else await bench();

async function bench(): Promise<void> {
  const chosen = choose(values.only);
  const rounds = values.quick ? 1 : Number(values.rounds);
  const startedAt = new Date().toISOString();
  const cores = chooseCores();
  if (cores === null) say("The server and the generator share the cores: figures will vary.");
  const runs: Run[] = [];
  const total = chosen.length * rounds * servers.length;
  for (const measurement of chosen) {
    for (let round = 1; round <= rounds; round += 1) {
      for (const server of servers) {
        const run = await measureOnce({ measurement, round, server });
        runs.push(run);
        say(`${String(runs.length).padStart(3)}/${total} ${formatRun(run)}`);
      }
    }
  }
  if (values.quick) return say("Nothing was lost, doubled, out of order or under a wrong name.");
  if (values.profile) return;

  async function measureOnce(what: Pick<Run, "measurement" | "round" | "server">): Promise<Run> {
    const isQuick = values.quick;
    const seed = Number(values.seed) + what.round;
    const name = `${what.measurement}-${what.server}-${what.round}`;
    const profileDir = values.profile ? join(resultsDir, "profiles", startedAt, name) : null;
    const measured = await measure({ ...what, isQuick, seed, cores, profileDir });
    if (profileDir !== null) say(formatHottest(name, hottest(readProfile(profileDir))));
    return { ...what, values: measured };
  }

  const results = summarise(runs);
  say(`\n${formatTable(results)}`);
  const machine = describeMachine();
  const file = writeResults(resultsDir, {
    startedAt,
    command: ["npm run bench --", ...process.argv.slice(2)].join(" "),
    seed: Number(values.seed),
    rounds,
    mix: mix.note,
    machine,
    results,
    runs,
  });
  say(`\n${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.commit}\n${file}`);
}

function choose(only: string | undefined): readonly Measurement[] {
  const names = only?.split(",") ?? [""];
  const chosen = measurements.filter((one) => names.some((name) => one.startsWith(name)));
  if (chosen.length === 0) throw new RangeError(`Cannot measure "${only}"\n${help}`);
  return chosen;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
