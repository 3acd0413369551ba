import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { AttackersReport } from "./attackers.ts";

export interface AttackOrder {
  readonly id: string;
  /** Whether only that is done which is done in the calm half, too. */
  readonly isCalm: boolean;
  readonly port: number;
  /** Of how many there are and how fast they are; 1 for a campaign by script. */
  readonly scale: number;
}

export interface RunningAttackers {
  readonly pid: number | undefined;
  /** Ends them, and with them all their sockets. */
  stop(): Promise<AttackersReport>;
}

/** Starts an attack in a process of its own. */
export async function startAttackers(order: AttackOrder): Promise<RunningAttackers> {
  const child = fork(join(import.meta.dirname, "attackers-main.ts"), { execArgv: [] });
  await once(child, "spawn");
  child.send(order);
  return {
    pid: child.pid,
    stop: async () => {
      const exited = once(child, "exit");
      const reported = once(child, "message");
      child.send("stop");
      const [report] = await Promise.race([reported, exited.then(died)]);
      await exited;
      return report;
    },
  };
}

function died(): never {
  throw new Error("The attackers' process has died");
}
