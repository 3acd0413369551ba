import process from "node:process";
import { describeError } from "@lectern/settings/read-settings";
import { readAppConfig } from "./config.ts";
import { createTell } from "./link.ts";
import { type RunningApp, type StartFailure, startApp } from "./start-app.ts";

// The process of the app: started by the supervisor, with settings in its environment.

/** SIGTERM leaves so long to finish; a supervisor that vanished, less. */
const stopDeadlineMs = 4_000;
const orphanDeadlineMs = 1_500;

const exitCodes = { failed: 1, badSettings: 2 } as const;

const tell = createTell(process);
await main();

async function main(): Promise<void> {
  // What is written to the data folder is for this user alone.
  process.umask(0o077);
  process.on("disconnect", () => setTimeout(() => process.exit(), orphanDeadlineMs).unref());
  const config = readAppConfig(process.env);
  if (!config.ok) {
    for (const error of config.error) process.stderr.write(`${describeError(error)}\n`);
    process.exit(exitCodes.badSettings);
  }
  const started = await startApp(config.value, process);
  if (!started.ok) return giveUp(started.error);
  stopOnSignals(started.value);
  announce(started.value);
}

function announce({ firstAccountPath }: RunningApp): void {
  if (firstAccountPath !== null) {
    tell({ type: "first-account", path: firstAccountPath });
    if (!process.send) process.stdout.write(`First account: ${firstAccountPath}\n`);
  }
  tell({ type: "ready" });
}

function stopOnSignals(app: RunningApp): void {
  process.on("SIGTERM", () => stop(app, stopDeadlineMs));
  // At a terminal Ctrl+C reaches the whole process group; who is supervised leaves it to the supervisor.
  process.on("SIGINT", () => process.send ?? stop(app, stopDeadlineMs));
  process.on("disconnect", () => stop(app, orphanDeadlineMs));
}

function stop(app: RunningApp, deadlineMs: number): void {
  setTimeout(() => process.exit(), deadlineMs).unref();
  app.close().then(
    () => process.exit(),
    () => process.exit(exitCodes.failed),
  );
}

function giveUp(failure: StartFailure): void {
  process.exitCode = exitCodes.failed;
  if (process.send) {
    // The channel would keep the process; it is left once the message is out.
    process.send({ type: "failed", ...failure }, () => process.exit());
    return;
  }
  process.stderr.write(`${failure.message}${failure.setting ? ` (${failure.setting})` : ""}\n`);
}
