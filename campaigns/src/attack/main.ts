// The campaign of attackers: those of D1 to D9, each by turns with calm, beside good clients that must not notice.
import { anySeed, readOptions } from "../support/options.ts";
import { quantilesOf } from "../support/quantiles.ts";
import { createRandom } from "../support/random.ts";
import { writeResult } from "../support/results.ts";
import type { Attack } from "./attack.ts";
import { attacks } from "./attacks.ts";
import { pin, putLast } from "./pin.ts";
import { playAttack } from "./play-attack.ts";
import type { Round, Verdict } from "./verdict.ts";

/** The server has a core of its own. In truth attackers have, too: here they get what good clients leave of the other. */
const cores = { server: 0, clients: 1 } as const;

const help = `npm run attack -- [options]
  --only D1,D5   play some of ${attacks.map(({ id }) => id).join(", ")}
  --good 500     good clients, in classes of 25
  --seconds 20   how long each half of a round lasts: calm, then attacked
  --rounds 3     of which the medians are compared
  --seed 1       of all that is random
`;

if (process.argv.includes("--help")) process.stdout.write(help);
else await main();

async function main(): Promise<void> {
  const defaults = { seed: anySeed(), good: 500, seconds: 20, rounds: 3, only: "" };
  const options = readOptions(defaults);
  const { seed, good, seconds, rounds, only } = options;
  const chosen = choose(only);
  const flags = Object.entries(options).filter(([, value]) => value !== "");
  const command = `npm run attack -- ${flags.map(([name, value]) => `--${name} ${value}`).join(" ")}`;
  const startedAt = Date.now();
  console.log(command);
  if (!pin(process.pid, cores.clients)) console.log("Clients and server share the cores.");
  const random = createRandom(seed);
  const figures: Record<string, Verdict> = {};
  for (const attack of chosen) {
    console.log(`${attack.id}: ${attack.what}`);
    figures[attack.id] = await playAttack(attack, {
      ...{ good, seconds, rounds, scale: 1, random },
      onServer: (pid) => pid !== null && pin(pid, cores.server),
      onAttackers: (pid) => {
        if (pid !== null && !putLast(pid)) console.log("  Attackers and good clients are equals.");
      },
      onRound: (round) => console.log(`  ${describe(round)}`),
    });
  }
  const campaign = only === "" ? "attack" : `attack-${chosen.map(({ id }) => id).join("-")}`;
  const file = writeResult({ campaign, command, seed, startedAt, figures });
  const complaints = Object.entries(figures).flatMap(([id, { delays, faults }]) =>
    [...delays, ...faults].map((complaint) => `${id}: ${complaint}`),
  );
  console.log(JSON.stringify(figures, null, 2));
  for (const complaint of complaints) console.log(complaint);
  console.log(`attack: ${complaints.length === 0 ? "good" : "not good"}; ${file}`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

function choose(only: string): readonly Attack[] {
  const ids = only.split(",");
  const chosen = attacks.filter(({ id }) => only === "" || ids.includes(id));
  if (only !== "" && chosen.length !== ids.length) {
    console.error(`There is no such attack among "${only}"\n${help}`);
    process.exit(2);
  }
  return chosen;
}

function describe({ calm, attacked, attackers, heldMb }: Round): string {
  const p99 = (values: readonly number[]) => quantilesOf(values).p99;
  const ends = Object.entries(attackers.ends).map(([by, count]) => `${count} by ${by}`);
  return [
    `relay p99 ${p99(calm.relayMs)} -> ${p99(attacked.relayMs)} ms`,
    ...(calm.joinMs.length > 0
      ? [`join p99 ${p99(calm.joinMs)} -> ${p99(attacked.joinMs)} ms`]
      : []),
    `ended ${ends.join(", ") || "none"} of ${attackers.opened}`,
    `${heldMb.toFixed(1)} MB held for ${attackers.open}`,
    ...attacked.harm.slice(0, 3),
  ].join("; ");
}
