// Has a Prometheus of this machine scrape a server in traffic, and asks it every query of the
// dashboard and of the alerts. Ends with 1 when one has no answer, or an alert does not do what
// alerts.promtool.yml expects. Needs Debian's package `prometheus`.
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePort } from "@lectern/testing/free-ports";
import { startHarness } from "./harness.ts";
import { withoutFilters } from "./promql.ts";
import { makeTraffic } from "./traffic.ts";
import { alertQueries, dashboardQueries, watchFolder } from "./watch-files.ts";

const adminSecret = "an-admin-secret-of-more-than-32-bytes";
const deadlineMs = 30_000;

const harness = await startHarness({ admin: { port: 0, secret: adminSecret } });
const folder = mkdtempSync(join(tmpdir(), "lectern-prometheus-"));
const port = await freePort();
writeConfig();
promtool("check", "config", join(folder, "prometheus.yml"));
promtool("test", "rules", join(import.meta.dirname, "alerts.promtool.yml"));
const prometheus = spawn("prometheus", [
  `--config.file=${join(folder, "prometheus.yml")}`,
  `--storage.tsdb.path=${join(folder, "data")}`,
  `--web.listen-address=127.0.0.1:${port}`,
  "--log.level=error",
]);
prometheus.stderr.pipe(process.stderr);
try {
  await askAll();
} finally {
  const ended = new Promise((resolve) => prometheus.once("close", resolve));
  prometheus.kill();
  await ended;
  rmSync(folder, { recursive: true });
  await harness.server.close();
}
// Seats that are held would keep the process for as long as they are.
process.exit();

/** Asks until all have an answer, with a class coming and going meanwhile. */
async function askAll(): Promise<void> {
  const queries = [...dashboardQueries(), ...alertQueries()];
  const giveUpAt = Date.now() + deadlineMs;
  let answers: readonly (readonly [string, string | null])[] = [];
  for (let lesson = 1; Date.now() < giveUpAt; lesson += 1) {
    await makeTraffic(harness, `conference-${lesson}`);
    answers = await Promise.all(
      queries.map(async ({ where, query }) => [where, await ask(withoutFilters(query))] as const),
    );
    if (answers.every(([, answer]) => answer !== null)) break;
    await wait(1_000);
  }
  for (const [where, answer] of answers) console.log(`${where.padEnd(28)} ${answer ?? "NO DATA"}`);
  if (answers.some(([, answer]) => answer === null)) process.exitCode = 1;
}

/** @returns how many series answer, and the value of the first; `null` without any */
async function ask(query: string): Promise<string | null> {
  const url = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`;
  const response = await fetch(url).catch(() => null);
  const body: Answer = JSON.parse((await response?.text()) ?? "{}");
  const values = body.data?.result.map(({ value: [, value] }) => value) ?? [];
  const [first] = values;
  return first === undefined || first === "NaN" ? null : `${values.length} series, first ${first}`;
}

interface Answer {
  readonly data?: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/** The configuration that the guide gives, with this server in the place of the school's. */
function writeConfig(): void {
  const text = readFileSync(join(watchFolder, "prometheus.yml"), "utf8")
    .replaceAll("15s", "1s")
    .replace("127.0.0.1:6001", `127.0.0.1:${harness.server.port}`);
  writeFileSync(join(folder, "prometheus.yml"), text);
  writeFileSync(join(folder, "lectern-secret"), adminSecret);
  copyFileSync(join(watchFolder, "alerts.yml"), join(folder, "alerts.yml"));
}

function promtool(...args: readonly string[]): void {
  execFileSync("promtool", [...args], { stdio: "inherit" });
}
