import { type ChildProcess, spawn as nodeSpawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import type { LinkMessage } from "@lectern/protocol/link";
import type { Environment } from "@lectern/settings/read-settings";

/** What the supervisor keeps running. */
export type Program = OwnProgram | ForeignProgram;

/** A program of ours, on this Node and with a channel. */
export interface OwnProgram {
  /** How people read of it: "app", "signaling server". */
  readonly name: string;
  /** The file that Node runs. */
  readonly file: string;
  readonly args: readonly string[];
  /** Flags for Node itself. */
  readonly nodeFlags?: readonly string[];
  readonly env: Environment;
}

/** A program that knows nothing of us. */
export interface ForeignProgram {
  readonly name: string;
  /** Looked for on the `PATH`. */
  readonly command: string;
  readonly args: readonly string[];
  /** Whether it does its work by now. */
  readonly isAnswering: () => Promise<boolean>;
}

/** What the supervisor needs of a running process; Node's `ChildProcess` is one. */
export interface RunningProcess {
  readonly connected: boolean;
  /** Undefined when it could not be started at all. */
  readonly pid?: number | undefined;
  send(message: LinkMessage, done: (error: Error | null) => void): boolean;
  kill(signal: NodeJS.Signals): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  /** After the process ended and everything it sent has been received. */
  on(
    event: "close",
    listener: (code: number | null, signal: NodeJS.Signals | null) => void,
  ): unknown;
}

export type Spawn = (program: Program) => RunningProcess;

interface SpawnOptions {
  /** File descriptor that takes all that the processes write. */
  readonly logFd: number;
}

/**
 * Makes the function that starts programs: ours on this Node, each with an IPC channel.
 *
 * They get a process group of their own (`detached`), so that a terminal's Ctrl+C
 * reaches the supervisor alone and it decides who stops first. When the supervisor is
 * killed they see the channel close, and end by themselves.
 */
export function spawnWith({ logFd }: SpawnOptions): Spawn {
  return (program) => ("command" in program ? spawnForeign(program) : spawnOwn(program, logFd));
}

function spawnOwn({ file, args, nodeFlags = [], env }: OwnProgram, logFd: number): RunningProcess {
  return nodeSpawn(process.execPath, [...quiet, ...nodeFlags, file, ...args], {
    env: { ...env },
    stdio: ["ignore", logFd, logFd, "ipc"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}

/**
 * Starts a program that is not ours, and says for it when it is ready.
 *
 * It cannot see that the supervisor was killed: the kernel tells it (PR_SET_PDEATHSIG, prctl(2)).
 */
function spawnForeign({ command, args, isAnswering }: ForeignProgram): RunningProcess {
  const child = nodeSpawn("setpriv", ["--pdeathsig", "TERM", command, ...args], {
    env: { PATH: process.env["PATH"] },
    stdio: "ignore",
    detached: true,
  });
  void announce(child, isAnswering);
  return child;
}

async function announce(child: ChildProcess, isAnswering: () => Promise<boolean>): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    if (await isAnswering()) return void child.emit("message", { type: "ready" });
    await setTimeout(askAgainMs);
  }
}

const askAgainMs = 200;

/** node:sqlite is announced as experimental on every start, which is noise in a log. */
const quiet = ["--disable-warning=ExperimentalWarning"];
