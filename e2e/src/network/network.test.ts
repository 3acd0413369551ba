import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, type TestContext, test } from "vitest";
import type { Outcome } from "./campaign.ts";
import { faults } from "./faults/faults.ts";
import type { Verdict } from "./verdict.ts";

/** Those that are played in a lesson here; `npm run network` plays all of them, as often as one likes. */
const played = ["outage-5s"];

let outcomes: Readonly<Record<string, Outcome>>;

beforeAll(async () => {
  outcomes = await runLab("--play", played.join(","), "--camera", "160x120@10");
}, 900_000);

const triedOut = faults.map(({ name }) => name).filter((name) => !played.includes(name));

test.for(triedOut)("%s breaks the network as its name says", (name, context) => {
  expect(verdictIn(outcomes, name, context).complaints).toEqual([]);
});

test.for(played)(
  "%s: it does so, the calls hold, and the others notice nothing",
  (name, context) => {
    expect(verdictIn(outcomes, name, context).complaints).toEqual([]);
  },
);

test("those behind NAT and firewall meet directly, and by the relay where nothing else leads", (context) => {
  const { paths } = verdictIn(outcomes, "outage-5s", context);
  expect(paths.others).toBe("direct/udp, relay/udp");
});

async function runLab(...flags: readonly string[]): Promise<Readonly<Record<string, Outcome>>> {
  const file = join(mkdtempSync(join(tmpdir(), "lectern-network-")), "outcomes.json");
  const main = join(import.meta.dirname, "main.ts");
  const lab = spawn(process.execPath, [main, ...flags, "--file", file], { stdio: "inherit" });
  await new Promise((resolve) => lab.once("exit", resolve));
  return JSON.parse(readFileSync(file, "utf8"));
}

/** What a fault came to; what the machine cannot play is skipped by name. */
function verdictIn(
  all: Readonly<Record<string, Outcome>>,
  name: string,
  { skip }: TestContext,
): Verdict {
  const outcome = all[name];
  if (!outcome) throw new RangeError(`Cannot find what became of ${name}`);
  if ("skipped" in outcome) return skip(outcome.skipped);
  return outcome;
}
