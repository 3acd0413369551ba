import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../support/lectern.ts";
import { turnConfig } from "../support/turn-config.ts";
import { on, tryRun } from "./shell.ts";
import { addressOf } from "./topology.ts";

export const relayPort = 3478;

const [udp, tcp] = ["udp", "tcp"].map(
  (transport) => `turn:${addressOf("turn")}:${relayPort}?transport=${transport}`,
);

/** What Lectern is told of the relay, and the relay by Lectern. */
export const relaySettings = {
  CONFERENCE_TURN_URLS: `${udp},${tcp}`,
  CONFERENCE_TURN_SECRET: "a-secret-of-the-lab-that-is-long-enough",
  CONFERENCE_TURN_RELAY_ADDRESS: addressOf("turn"),
};

/** The coturn of the lab, which can be killed and started again. */
export class Relay {
  readonly #folder = mkdtempSync(join(tmpdir(), "lectern-relay-"));
  #process: ChildProcess | null = null;

  constructor() {
    writeFileSync(this.#file("conf"), turnConfig(relaySettings), { mode: 0o600 });
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const files = [`--userdb=${this.#file("db")}`, `--pidfile=${this.#file("pid")}`];
    const flags = ["-c", this.#file("conf"), ...files];
    const [command = "", ...args] = on("turn", "turnserver", ...flags, "--log-file=stdout");
    this.#process = spawn(command, args, { stdio: "ignore" });
    await until(() => mappedAddress("desk"), { what: () => "the relay to answer" });
  }

  async kill(): Promise<void> {
    const killed = this.#process;
    if (!killed) return;
    this.#process = null;
    const gone = new Promise((resolve) => killed.once("exit", resolve));
    killed.kill("SIGKILL");
    await gone;
  }

  #file(ending: string): string {
    return join(this.#folder, `turnserver.${ending}`);
  }
}

/** Where a host comes from as the relay sees it (RFC 8489 §2); `null` when the relay does not answer. */
export function mappedAddress(host: string): string | null {
  const client = ["turnutils_stunclient", "-p", String(relayPort), addressOf("turn")];
  const printed = tryRun(on(host, "timeout", "1", ...client));
  return /reflexive addr: ([\d.]+:\d+)/.exec(printed ?? "")?.[1] ?? null;
}
