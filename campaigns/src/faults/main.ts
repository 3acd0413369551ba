// The fault campaign: things break under load, by turns, and what every client saw is checked.
import { anySeed, readOptions } from "../support/options.ts";
import { writeResult } from "../support/results.ts";
import { runCampaign } from "./campaign.ts";
import { scenarios } from "./scenarios.ts";

const options = readOptions({
  seed: anySeed(),
  minutes: 5,
  count: Number.MAX_SAFE_INTEGER,
  servers: 1,
  only: "",
});
const { seed, minutes, count, servers, only } = options;
const names = only === "" ? scenarios.map(({ name }) => name) : only.split(",");
const chosen = scenarios.filter(({ name }) => names.includes(name));
if (chosen.length !== names.length) {
  const known = scenarios.map(({ name }) => name).join(", ");
  console.error(`There is no such fault among "${only}"; the faults are ${known}`);
  process.exit(2);
}

const flags = Object.entries({ seed, minutes, servers, count, only })
  .filter(([, value]) => value !== "" && value !== Number.MAX_SAFE_INTEGER)
  .map(([name, value]) => `--${name} ${value}`);
const command = `npm run faults -- ${flags.join(" ")}`;
const startedAt = Date.now();
console.log(command);

const figures = await runCampaign({
  ...{ scenarios: chosen, seed, minutes, count, servers },
  onRound: (name, round, findings) =>
    console.log(
      `round ${round}: ${name}: ${findings ? describe(findings) : "cannot be played on this machine"}`,
    ),
});

const complaints = Object.values(figures).flatMap((verdict) => verdict?.complaints ?? []);
const campaign = only === "" ? "faults" : `faults-${names.join("-")}`;
const file = writeResult({ campaign, command, seed, startedAt, figures });
console.log(JSON.stringify(figures, null, 2));
console.log(
  `faults: ${complaints.length === 0 ? "good" : `${complaints.length} complaints`}; ${file}`,
);
process.exit(complaints.length === 0 ? 0 : 1);

function describe({
  counts,
  complaints: found,
}: {
  readonly counts: object;
  readonly complaints: readonly string[];
}): string {
  const sums = Object.entries(counts).map(([name, sum]) => `${sum} ${name}`);
  return [...sums, ...found.slice(0, 5)].join(", ");
}
