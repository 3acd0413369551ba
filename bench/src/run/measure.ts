import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Measurement, Order, Report, ServerName, Values } from "../load/order.ts";
import { type Cores, pinned } from "./cores.ts";
import { startServer } from "./server-process.ts";

export interface MeasureOptions {
  readonly measurement: Measurement;
  readonly server: ServerName;
  readonly isQuick: boolean;
  readonly seed: number;
  readonly cores: Cores | null;
  /** Folder for a CPU profile of the server, if one is wanted. */
  readonly profileDir: string | null;
}

const load = join(import.meta.dirname, "../load");
const collector = pathToFileURL(join(load, "collect.ts")).href;

/**
 * Measures one server once: both it and the generator are started for this alone.
 *
 * @throws {Error} when something was lost, doubled, out of order or under a wrong name
 */
export async function measure({ cores, profileDir, ...what }: MeasureOptions): Promise<Values> {
  const nodeFlags = [
    ...(what.measurement === "memory" ? ["--expose-gc", `--import=${collector}`] : []),
    ...(profileDir === null ? [] : ["--cpu-prof", `--cpu-prof-dir=${profileDir}`]),
  ];
  const { stop, ...server } = await startServer(what.server, { core: cores?.server, nodeFlags });
  try {
    const report = await generate({ ...server, ...what, server: what.server }, cores);
    if (report.ok) return report.values;
    const name = `${what.measurement} of the ${what.server}`;
    throw new Error(`Cannot measure ${name}:\n  ${report.faults.join("\n  ")}`);
  } finally {
    await stop();
  }
}

function generate(order: Order, cores: Cores | null): Promise<Report> {
  const [command = "", ...args] = pinned(cores?.generator, [
    process.execPath,
    join(load, "main.ts"),
  ]);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    child.once("message", (report: Report) => resolve(report));
    child.once("error", reject);
    child.once("close", (code) => reject(new Error(`Load generator ended with code ${code}`)));
    child.send(order);
  });
}
