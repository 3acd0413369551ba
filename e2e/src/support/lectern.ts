import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@lectern/testing/free-ports";

const root = join(import.meta.dirname, "../../..");

export interface Lectern {
  /** Where the pages are, without a slash at the end. */
  readonly url: string;
  /** The one-time link, as it was printed. */
  readonly firstAccountLink: string;
  readonly signalingPort: number;
  readonly dataDir: string;
  readonly process: ChildProcess;
  /** Everything printed so far, on both streams. */
  output(): string;
  /** Process ids of the children. */
  children(): Promise<readonly number[]>;
  /** Ctrl+C, then waits for the end; gives the exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  /** A command through which Lectern is started, such as one that puts it on another host. */
  readonly through?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly timeoutMs?: number;
}

/** Starts Lectern through its command, as a user does, in a data folder and on ports of its own. */
export async function startLectern(options: StartOptions = {}): Promise<Lectern> {
  const { through = [], env = {}, args = [], timeoutMs = 30_000 } = options;
  const dataDir = mkdtempSync(join(tmpdir(), "lectern-e2e-"));
  const [port, signalingPort] = await freePorts(2);
  const lectern = join(root, "node_modules/.bin/lectern");
  const [command = lectern, ...before] = [...through, lectern];
  const child = spawn(command, [...before, "serve", ...args], {
    cwd: dataDir,
    env: {
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
      HOME: dataDir,
      LECTERN_DATA_DIR: join(dataDir, "data"),
      LECTERN_PORT: String(port),
      CONFERENCE_SIGNALING_PORT: String(signalingPort),
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => (printed += chunk));
  child.stderr.on("data", (chunk) => (printed += chunk));
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  const early = exited.then((code) => {
    throw new Error(`Lectern ended with exit code ${code}:\n${printed}`);
  });
  const printsLink = until(() => /https?:\/\/\S+\/welcome#\S+/.exec(printed)?.[0], {
    what: () => `the first-account link in:\n${printed}`,
    timeoutMs,
  });
  const link = await Promise.race([printsLink, early]);
  early.catch(() => {});
  printsLink.catch(() => {});
  return {
    url: new URL(link).origin,
    firstAccountLink: link,
    signalingPort: Number(signalingPort),
    dataDir,
    process: child,
    output: () => printed,
    children: () => childrenOf(child.pid),
    stop: async () => {
      child.kill("SIGINT");
      const code = await exited;
      rmSync(dataDir, { recursive: true, force: true });
      if (secretInLog.test(printed)) throw new Error(`A token or cookie was logged:\n${printed}`);
      return code;
    },
  };
}

/** A token (RFC 7515 §7.1) or a cookie of ours, which no test at all may leave in the log (W9). */
const secretInLog = /eyJ[\w-]+\.eyJ|__Host-/;

/** The process of the signaling server, to be killed. */
export async function signalingPid(lectern: Lectern): Promise<number> {
  const { execFileSync } = await import("node:child_process");
  for (const pid of await lectern.children()) {
    const command = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
    if (command.includes("signaling")) return pid;
  }
  throw new RangeError("Cannot find the signaling process");
}

export interface UntilOptions {
  readonly what: () => string;
  readonly timeoutMs?: number;
  readonly everyMs?: number;
}

/** Waits until a condition gives a value that is neither false, null nor undefined. */
export async function until<T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs = 10_000, everyMs = 50 }: UntilOptions,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) {
      return value as Exclude<T, false | null | undefined>;
    }
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

async function childrenOf(pid: number | undefined): Promise<readonly number[]> {
  const { readFile } = await import("node:fs/promises");
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
  return text.trim().split(/\s+/).filter(Boolean).map(Number);
}
