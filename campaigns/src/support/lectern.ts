import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "@lectern/testing/free-ports";
import { until } from "./until.ts";

const root = join(import.meta.dirname, "../../..");

/** The secret by which campaigns mint their tokens. */
export const secret = "a secret of campaigns with thirty-two bytes or more";

const adminSecret = "another-secret-of-campaigns-with-32-bytes-and-more";

/** A running Lectern, started through its command. */
export interface Lectern {
  readonly signalingPort: number;
  readonly url: string;
  readonly dataDir: string;
  /** The process of the signaling server, of which there is another after each death. */
  signalingPid(): number | null;
  /** The process of the app, under `serve`. */
  appPid(): number | null;
  /** The last of what was printed and logged. */
  output(): string;
  /** Stops it and removes its data; may be called twice. */
  stop(): Promise<void>;
}

export interface StartOptions {
  /** `serve` supervises the signaling server and starts it again; `signal-serve` runs it alone. */
  readonly command: "serve" | "signal-serve";
  readonly env?: Readonly<Record<string, string>>;
  /** A folder of one's own in place of a fresh one; it is not removed. */
  readonly dataDir?: string;
  /** What the shell does before, such as `ulimit -n 256`. */
  readonly before?: string;
}

const keptOutput = 20_000;

/** Starts Lectern on ports of its own and waits until its signaling server serves. */
export async function startLectern({
  command,
  env = {},
  before = ":",
  ...options
}: StartOptions): Promise<Lectern> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "lectern-campaign-"));
  const [port, signalingPort = 0] = await freePorts(2);
  const binary = join(root, "node_modules/.bin/lectern");
  const child = spawn("sh", ["-c", `${before} && exec "$0" "$@"`, binary, command], {
    cwd: dataDir,
    env: {
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
      HOME: dataDir,
      LECTERN_DATA_DIR: dataDir,
      LECTERN_LOG_LEVEL: "warn",
      LECTERN_PORT: String(port),
      CONFERENCE_SIGNALING_PORT: String(signalingPort),
      CONFERENCE_SIGNALING_SECRET: secret,
      CONFERENCE_SIGNALING_ADMIN_SECRET: adminSecret,
      CONFERENCE_SIGNALING_DRAIN_SECONDS: "0",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output = (output + chunk).slice(-keptOutput);
    });
  }
  await until(
    () => {
      if (child.exitCode !== null) throw new Error(`Cannot start Lectern:\n${output}`);
      return isServing(signalingPort);
    },
    () => `Lectern to serve:\n${output}`,
  );
  return {
    signalingPort,
    url: `ws://127.0.0.1:${signalingPort}/ws/conference`,
    dataDir,
    signalingPid: () => findChild(child.pid, "signaling/src/main"),
    appPid: () => findChild(child.pid, "app/src/main"),
    output: () => output,
    stop: async () => {
      await stop(child);
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Whether the signaling server behind a port answers. */
export async function isServing(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(1_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** What the signaling server counts, by name and labels as in its text: `lectern_rooms`. */
export async function readMetrics(port: number): Promise<ReadonlyMap<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`, {
    // The server ends a connection that idles just when it may be used again.
    headers: { authorization: `Bearer ${adminSecret}`, connection: "close" },
  });
  const lines = (await answer.text()).split("\n").filter((line) => /^[a-z]/.test(line));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

function findChild(pid: number | undefined, file: string): number | null {
  return childrenOf(pid).find((one) => commandOf(one).includes(file)) ?? null;
}

function childrenOf(pid: number | undefined): readonly number[] {
  return readProc(`${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
}

function commandOf(pid: number): string {
  return readProc(`${pid}/cmdline`);
}

/** Of a process that is gone nothing is to be read. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await exited;
  clearTimeout(force);
}
