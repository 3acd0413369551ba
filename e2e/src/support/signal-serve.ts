import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@lectern/testing/free-ports";
import { until } from "./lectern.ts";

const bin = join(import.meta.dirname, "../../../node_modules/.bin");

export interface SignalServer {
  /** `ws://127.0.0.1:6001/ws/conference` */
  readonly url: string;
  /** SIGTERM, then waits for the end; gives the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the signaling server alone through its command, in a folder and on a port of its own. */
export async function startSignalServe(
  env: Readonly<Record<string, string>>,
): Promise<SignalServer> {
  const folder = mkdtempSync(join(tmpdir(), "lectern-e2e-"));
  const port = await freePort();
  const child = spawn(join(bin, "lectern"), ["signal-serve", "--port", String(port)], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env["PATH"]}`, ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let printed = "";
  child.stderr.on("data", (chunk) => (printed += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const health = `http://127.0.0.1:${port}/healthz`;
  await until(async () => child.exitCode !== null || (await isHealthy(health)), {
    what: () => "the signaling server to be healthy",
    timeoutMs: 30_000,
  });
  if (child.exitCode !== null) throw new Error(`The signaling server has ended:\n${printed}`);
  return {
    url: `ws://127.0.0.1:${port}/ws/conference`,
    stop: async () => {
      child.kill("SIGTERM");
      const code = await exited;
      rmSync(folder, { recursive: true, force: true });
      return code;
    },
  };
}

function isHealthy(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}
