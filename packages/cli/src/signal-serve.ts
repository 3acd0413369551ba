import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describeError } from "@lectern/settings/read-settings";
import { readSignalingConfig } from "@lectern/signaling/config";
import type { FoundEnvironment } from "./environment.ts";

/** The file that is the signaling server's process. */
export const signalingMain = fileURLToPath(import.meta.resolve("@lectern/signaling/main"));

/**
 * Room for what is young: messages that are kept until their clients have them die
 * there, rather than be copied and swept later. In MB.
 */
export const signalingFlags = ["--max-semi-space-size=32"];

/** Runs the signaling server alone, with our signals passed on; gives its exit code. */
export async function signalServe(
  args: readonly string[],
  { env, errors }: FoundEnvironment,
): Promise<number> {
  if (errors.length > 0) {
    const read = readSignalingConfig(env);
    for (const error of [...errors, ...(read.ok ? [] : read.error)]) {
      process.stderr.write(`${describeError(error)}\n`);
    }
    return 2;
  }
  const child = spawn(
    process.execPath,
    [...signalingFlags, signalingMain, "--unsupervised", ...args],
    {
      // By the end of the channel the child knows that this process was killed.
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env,
    },
  );
  // A terminal's Ctrl+C reaches the child by itself.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
