import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { join } from "node:path";
import { settings } from "@lectern/settings/table";
import { freePort } from "@lectern/testing/free-ports";
import type { ServerName } from "../load/order.ts";
import { pinned } from "./cores.ts";

const root = join(import.meta.dirname, "../../..");

/** How each server is started: Lectern as its operators do, by its command. */
const commands: Readonly<Record<ServerName, readonly string[]>> = {
  lectern: [join(root, "node_modules/.bin/lectern"), "signal-serve"],
  yardstick: [process.execPath, join(import.meta.dirname, "../yardstick/main.ts")],
};

export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  /** Ends it, by force when it does not by itself. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly core: number | undefined;
  /** For Node itself, besides what the server is started with. */
  readonly nodeFlags: readonly string[];
}

const startLimitMs = 20_000;
const stopLimitMs = 10_000;

/** Starts a server on one core, with its log switched on and thrown away; it listens when this resolves. */
export async function startServer(
  name: ServerName,
  { core, nodeFlags }: ServerOptions,
): Promise<RunningServer> {
  const port = await freePort();
  const secret = randomBytes(32).toString("hex");
  const [command = "", ...args] = pinned(core, commands[name]);
  const child = spawn(command, args, {
    cwd: import.meta.dirname,
    env: {
      PATH: `${join(root, "node_modules/.bin")}:${process.env["PATH"]}`,
      NODE_OPTIONS: nodeFlags.join(" "),
      // As Lectern's command sets it for itself: stripping types costs memory that the other would lack.
      NODE_COMPILE_CACHE: join(root, "node_modules/.cache/lectern"),
      [settings.signalingBindHost.name]: "127.0.0.1",
      [settings.signalingPort.name]: String(port),
      [settings.signalingSecret.name]: secret,
      [settings.logLevel.name]: "info",
    },
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await listening(port, child);
  const { pid } = child;
  if (pid === undefined) throw new TypeError(`Cannot start the ${name}`);
  return {
    pid,
    port,
    secret,
    path: settings.signalingPath.fallback,
    stop: () => stop(child, ended),
  };
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  const force = setTimeout(() => child.kill("SIGKILL"), stopLimitMs);
  child.kill("SIGTERM");
  await ended;
  clearTimeout(force);
}

async function listening(port: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + startLimitMs;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      throw new Error(`Cannot start ${child.spawnargs.join(" ")}: exit code ${child.exitCode}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
