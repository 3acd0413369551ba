import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TurnClient, type TurnClientOptions } from "@lectern/turn/client";
import { isAnswering } from "@lectern/turn/is-answering";
import type { TurnServer } from "@lectern/turn/transport";
import { onTestFinished } from "vitest";
import { until } from "./lectern.ts";

/** Starts a coturn; gives the way to stop it. */
export async function startCoturn(
  config: string,
  server: TurnServer,
): Promise<() => Promise<unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "lectern-coturn-"));
  const file = (ending: string) => join(folder, `turnserver.${ending}`);
  writeFileSync(file("conf"), config, { mode: 0o600 });
  const args = ["-c", file("conf"), "--log-file=stdout", `--pidfile=${file("pid")}`];
  const child = spawn("turnserver", [...args, `--userdb=${file("db")}`], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => (printed += chunk));
  child.stderr.on("data", (chunk) => (printed += chunk));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const stop = async () => {
    child.kill();
    await ended;
    rmSync(folder, { recursive: true });
  };
  try {
    await until(() => child.exitCode !== null || isAnswering(server), {
      what: () => `coturn to answer:\n${printed}`,
      timeoutMs: 30_000,
    });
    if (child.exitCode !== null) throw new Error(`coturn has ended:\n${printed}`);
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A client that is closed after the test. */
export async function openTurnClient(
  server: TurnServer,
  options?: TurnClientOptions,
): Promise<TurnClient> {
  const client = await TurnClient.open(server, options);
  if (!client.ok) throw new Error(`Cannot reach coturn: ${JSON.stringify(client.error)}`);
  onTestFinished(() => client.value.close());
  return client.value;
}
