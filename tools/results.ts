// Writes docs/results.md from what the benches and campaigns measured last, so that it can be made again.
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/** What a run left behind: see `writeResult` of the campaigns and `writeResults` of the bench. */
export interface Run {
  readonly campaign: string;
  readonly command: string;
  readonly seed?: number;
  readonly startedAt: string;
  readonly seconds: number;
  readonly commit: string;
  readonly machine: Readonly<Record<string, string | number>>;
  readonly figures: Readonly<Record<string, unknown>>;
}

interface BenchResult {
  readonly title: string;
  readonly unit: string;
  readonly goal?: { readonly ratioAtLeast?: number; readonly ratioAtMost?: number };
  readonly lectern: number;
  readonly yardstick: number;
  /** `null` of two zeros. */
  readonly ratio: number | null;
  readonly isMet?: boolean | null;
  /** Why the goal is missed. */
  readonly cost?: string;
}

/** The page: one section a run, with by what, of what and where it was measured. */
export function pageOf(runs: readonly Run[]): string {
  const sections = [...runs].sort((a, b) => a.campaign.localeCompare(b.campaign)).map(sectionOf);
  return `${[head, ...sections].join("\n\n")}\n`;
}

const head = `# Results

What Lectern survives, and what it costs. Each section names the command that measures it anew; this page is
written by \`npm run results\` from what those commands left in \`docs/results/\`. Machines differ and are noisy: compare
ratios, and the two sides of one run.`;

function sectionOf(run: Run): string {
  const { campaign, command, seed, startedAt, seconds, commit, machine, figures } = run;
  const where = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const chance = seed === undefined ? "" : `seed ${seed}, `;
  const lines = [
    `## ${campaign}`,
    "",
    `\`${command}\``,
    "",
    `${startedAt.slice(0, 10)}, ${seconds} s, ${chance}commit ${commit}, ${where.join(", ")}.`,
    "",
  ];
  return [...lines, ...rowsOf(figures)].join("\n");
}

function rowsOf(figures: Run["figures"]): readonly string[] {
  if (isBench(figures)) return benchRows(figures.results);
  if (isProfile(figures)) return profileRows(figures.profiles);
  if (isAttack(figures)) return attackRows(figures);
  return isNetwork(figures) ? networkRows(figures) : figureRows(figures);
}

function isBench(figures: object): figures is { readonly results: readonly BenchResult[] } {
  return "results" in figures && Array.isArray(figures.results);
}

function benchRows(results: readonly BenchResult[]): readonly string[] {
  return [
    "| figure | Lectern | bare relay | ratio | goal |",
    "| --- | --- | --- | --- | --- |",
    ...results.map(({ title, unit, lectern, yardstick, ratio, isMet, cost }) => {
      const missed = cost === undefined ? "not met" : `not met: ${cost}`;
      const verdict = isMet === true ? "met" : isMet === false ? missed : "";
      return `| ${title} [${unit}] | ${round(lectern)} | ${round(yardstick)} | ${ratio === null ? "" : round(ratio)} | ${verdict} |`;
    }),
  ];
}

interface Profile {
  readonly measurement: string;
  readonly server: string;
  /** Functions and their shares of the time, callees not counted; the most first. */
  readonly hottest: readonly { readonly name: string; readonly share: number }[];
}

function isProfile(figures: object): figures is { readonly profiles: readonly Profile[] } {
  return "profiles" in figures && Array.isArray(figures.profiles);
}

/** What is worth a look: the rest is each less than a hundredth or two. */
const shownFunctions = 8;

function profileRows(profiles: readonly Profile[]): readonly string[] {
  return [
    "| measured | server | where its time goes, callees not counted |",
    "| --- | --- | --- |",
    ...profiles.map(({ measurement, server, hottest }) => {
      const shown = hottest.slice(0, shownFunctions).map(({ name, share }) => {
        return `${Math.round(share * 100)} % ${name}`;
      });
      return `| ${measurement} | ${server} | ${shown.join("<br>")} |`;
    }),
  ];
}

/** What good clients felt, without the attackers and with them. */
interface Felt {
  readonly calm: { readonly p99: number };
  readonly attacked: { readonly p99: number };
  readonly p99Ratio: number;
}

interface AttackResult {
  readonly what: string;
  readonly relay: Felt;
  readonly join: Felt | null;
  readonly heldMbEach: number;
  readonly delays: readonly string[];
  readonly faults: readonly string[];
}

type AttackFigures = Readonly<Record<string, AttackResult>>;

function isAttack(figures: object): figures is AttackFigures {
  return Object.values(figures).every((one) => typeof one === "object" && "relay" in one);
}

function attackRows(figures: AttackFigures): readonly string[] {
  return [
    "| attack | message p99 [ms] | ratio | join p99 [ms] | ratio | held for one [MB] | promise 6 |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...Object.entries(figures).map(([id, { what, relay, join, heldMbEach, delays, faults }]) => {
      const verdict = delays.length + faults.length === 0 ? "kept" : "not kept";
      const felt = [...feltCells(relay), ...feltCells(join), round(heldMbEach), verdict];
      return `| ${id}: ${what} | ${felt.join(" | ")} |`;
    }),
  ];
}

function feltCells(felt: Felt | null): readonly [string, string] {
  if (!felt) return ["", ""];
  return [`${round(felt.calm.p99)} to ${round(felt.attacked.p99)}`, round(felt.p99Ratio)];
}

interface Times {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/** What became of a class on a broken network; a fault that could not be played has only a reason. */
interface NetworkResult {
  readonly bite: string;
  readonly rounds: number;
  readonly figures: Readonly<Record<string, number | Times>>;
  readonly complaints: readonly string[];
}

type NetworkFigures = Readonly<Record<string, NetworkResult | { readonly skipped: string }>>;

function isNetwork(figures: object): figures is NetworkFigures {
  return Object.values(figures).every(
    (one) => typeof one === "object" && ("bite" in one || "skipped" in one),
  );
}

/** A table a fault: they are not all asked the same. */
function networkRows(figures: NetworkFigures): readonly string[] {
  return Object.entries(figures).flatMap(([fault, result], at) => {
    const space = at === 0 ? [] : [""];
    if ("skipped" in result) return [...space, `${fault}: not played: ${result.skipped}`];
    const { rounds, bite, complaints, figures: found } = result;
    const verdict = complaints.length === 0 ? "as promised" : complaints.join("; ");
    return [
      ...space,
      `${fault}, ${rounds} rounds (${bite}): ${verdict}`,
      "",
      "| figure | value |",
      "| --- | --- |",
      ...Object.entries(found).map(([name, value]) => `| ${name} | ${timesCell(value)} |`),
    ];
  });
}

function timesCell(value: number | Times): string {
  if (typeof value === "number") return round(value);
  const { count, p50, p95, max } = value;
  return `p50 ${round(p50)}, p95 ${round(p95)}, most ${round(max)} (of ${count})`;
}

function figureRows(figures: object): readonly string[] {
  const rows = flatten(figures).map(([name, value]) => `| ${name} | ${value} |`);
  return ["| figure | value |", "| --- | --- |", ...rows];
}

/** Numbers and words, each under the path that leads to it; long lists are for the file itself. */
function flatten(value: unknown, path: readonly string[] = []): readonly [string, string][] {
  if (typeof value === "number") return [[path.join(", "), round(value)]];
  if (typeof value === "string" || typeof value === "boolean") {
    return [[path.join(", "), String(value)]];
  }
  if (Array.isArray(value))
    return [[path.join(", "), value.length === 0 ? "none" : `${value.length} entries`]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => flatten(inner, [...path, name]));
}

function round(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString("en");
}

if (import.meta.main) {
  const files = globSync("docs/results/*.json", { cwd: root });
  const runs = files.map((file): Run => JSON.parse(readFileSync(join(root, file), "utf8")));
  if (runs.length === 0) {
    console.error(
      "Nothing was measured yet: npm run bench, npm run faults, npm run attack, npm run fuzz, npm run soak",
    );
    process.exitCode = 1;
  } else {
    const page = join(root, "docs/results.md");
    console.log(
      `${existsSync(page) ? "Rewriting" : "Writing"} docs/results.md from ${runs.length} runs`,
    );
    writeFileSync(page, pageOf(runs));
  }
}
