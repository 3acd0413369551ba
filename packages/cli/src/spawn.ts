import { spawn as nodeSpawn } from "node:child_process";
import type { LinkMessage } from "@lectern/protocol/link";
import type { Environment } from "@lectern/settings/read-settings";

/** A process that the supervisor keeps running. */
export interface Program {
  /** How people read of it: "app", "signaling server". */
  readonly name: string;
  /** The file that Node runs. */
  readonly file: string;
  readonly args: readonly string[];
  /** Flags for Node itself. */
  readonly nodeFlags?: readonly string[];
  readonly env: Environment;
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
 * Makes the function that starts programs on this Node, each with an IPC channel.
 *
 * They get a process group of their own (`detached`), so that a terminal's Ctrl+C
 * reaches the supervisor alone and it decides who stops first. When the supervisor is
 * killed they see the channel close, and end by themselves.
 */
export function spawnWith({ logFd }: SpawnOptions): Spawn {
  return ({ file, args, nodeFlags = [], env }) =>
    nodeSpawn(process.execPath, [...quiet, ...nodeFlags, file, ...args], {
      env: { ...env },
      stdio: ["ignore", logFd, logFd, "ipc"],
      detached: process.platform !== "win32",
      windowsHide: true,
    });
}

/** node:sqlite is announced as experimental on every start, which is noise in a log. */
const quiet = ["--disable-warning=ExperimentalWarning"];
