// The network lab: a class of four on a network that is broken on purpose, and what becomes of its calls.
import { writeFileSync } from "node:fs";
import { readOptions } from "@lectern/campaigns/options";
import { writeResult } from "@lectern/campaigns/results";
import { parseCamera } from "../support/camera.ts";
import type { TlsFiles } from "../support/tls.ts";
import { type Outcome, runCampaign } from "./campaign.ts";
import type { Fault } from "./faults/fault.ts";
import { faults } from "./faults/faults.ts";
import { Network } from "./network.ts";
import { alwaysNeeded, missingOf, noneOf } from "./offers.ts";
import { Relay } from "./relay.ts";
import { findPlanFaults } from "./self-test.ts";
import { labCertificate, runInside, whyNoWorld } from "./world.ts";

const startedAt = Date.now();
const options = readOptions({ only: "", play: "", repeat: 1, camera: "320x240@10", file: "" });
const { only, play, repeat, file } = options;
const chosen = only === "" ? faults : choose(only, faults);
const playable = play === "" ? chosen : choose(play, chosen);
const played = repeat === 0 ? [] : playable;
const camera = parseCamera(options.camera) ?? refuse(`There is no camera of ${options.camera}`);

const certificate = labCertificate();
const obstacle = certificate ? null : whyNoWorld();
if (certificate) report(await playInside(certificate));
else if (obstacle) report(skipAll(obstacle));
else process.exitCode = runInside();

/** @throws {Error} if the network is not as the plan has it: then nothing that is measured in it counts */
async function playInside(certificate: TlsFiles): Promise<Readonly<Record<string, Outcome>>> {
  // The first process of a PID namespace gets no signal that it does not listen for.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  const missing = missingOf(alwaysNeeded);
  if (missing.length > 0) return skipAll(noneOf(missing));
  const stage = { network: new Network(), relay: new Relay() };
  await stage.relay.start();
  const planFaults = findPlanFaults();
  if (planFaults.length > 0) throw new Error(`The network is wrong: ${planFaults.join("; ")}`);
  console.log("the network is as planned");
  const lesson = { certificate, camera };
  return runCampaign(stage, { faults: chosen, played, repeat, lesson, say: console.log });
}

function choose(list: string, among: readonly Fault[]): readonly Fault[] {
  const names = list.split(",");
  const found = among.filter(({ name }) => names.includes(name));
  if (found.length === names.length) return found;
  const known = among.map(({ name }) => name).join(", ");
  return refuse(`There is no such fault among "${list}"; the faults are ${known}`);
}

function refuse(why: string): never {
  console.error(why);
  process.exit(2);
}

function skipAll(skipped: string): Readonly<Record<string, Outcome>> {
  return Object.fromEntries(chosen.map(({ name }) => [name, { skipped }]));
}

function report(figures: Readonly<Record<string, Outcome>>): void {
  const lines = Object.entries(figures).flatMap(([name, outcome]) =>
    "skipped" in outcome
      ? [`${name}: skipped: ${outcome.skipped}`]
      : outcome.complaints.map((complaint) => `${name}: ${complaint}`),
  );
  for (const line of lines) console.log(line);
  console.log(`written: ${write(figures)}`);
  const isGood = Object.values(figures).every(
    (outcome) => "skipped" in outcome || outcome.complaints.length === 0,
  );
  process.exit(isGood ? 0 : 1);
}

function write(figures: Readonly<Record<string, Outcome>>): string {
  if (file !== "") {
    writeFileSync(file, JSON.stringify(figures));
    return file;
  }
  const flags = Object.entries({ only, play, repeat, camera: options.camera }).filter(
    ([, value]) => value !== "",
  );
  const command = `npm run network -- ${flags.map(([name, value]) => `--${name} ${value}`).join(" ")}`;
  const campaign = only === "" ? "network" : `network-${chosen.map(({ name }) => name).join("-")}`;
  return writeResult({ campaign, command, startedAt, figures });
}
