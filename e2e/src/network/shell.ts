import { execFileSync } from "node:child_process";

/** Whatever is run there is on that host and no other. */
export function on(host: string, ...command: readonly string[]): readonly string[] {
  return ["ip", "netns", "exec", host, ...command];
}

/**
 * Runs a command to its end; gives what it printed.
 *
 * @throws {Error} with what it complained of, if it fails
 */
export function run([command = "", ...args]: readonly string[], input = ""): string {
  return execFileSync(command, args, { encoding: "utf8", input, stdio: ["pipe", "pipe", "pipe"] });
}

/** As {@link run}, but `null` if it fails. */
export function tryRun(command: readonly string[], input = ""): string | null {
  try {
    return run(command, input);
  } catch {
    return null;
  }
}
