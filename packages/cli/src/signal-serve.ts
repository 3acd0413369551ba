import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Environment } from "@lectern/settings/read-settings";

/** The file that is the signaling server's process. */
export const signalingMain = fileURLToPath(import.meta.resolve("@lectern/signaling/main"));

/** Runs the signaling server alone, with our signals passed on; gives its exit code. */
export function signalServe(args: readonly string[], env: Environment): Promise<number> {
  const child = spawn(process.execPath, [signalingMain, ...args], { stdio: "inherit", env });
  // A terminal's Ctrl+C reaches the child by itself.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}
