import { createServer } from "node:net";
import { on, run, tryRun } from "./shell.ts";
import { addressOf } from "./topology.ts";

/** Whether an echo comes back within a second. */
export function reaches(host: string, address: string): boolean {
  return tryRun(on(host, "ping", "-c", "1", "-W", "1", address)) !== null;
}

/** Whether a TCP connection comes about within a second. */
export function reachesByTcp(host: string, address: string, port: number): boolean {
  return tryRun(on(host, "timeout", "1", "bash", "-c", `: </dev/tcp/${address}/${port}`)) !== null;
}

/** What share of packets is lost between a host and the server, from 0 to 1, if it is the same each way. */
export function lossFrom(host: string): number {
  const many = ["ping", "-q", "-n", "-i", "0.002", "-c", "1500", "-W", "1"];
  const percent = /([\d.]+)% packet loss/.exec(run(on(host, ...many, addressOf("server"))))?.[1];
  return 1 - Math.sqrt(1 - Number(percent) / 100);
}

const floodSeconds = 3;

/** What a host gets out through a device when it has more to send than goes through, in bit/s. */
export function uplinkOf(host: string, device: string): number {
  const sentBytes = (): number => {
    const queues = run(["tc", "-n", host, "-s", "-j", "qdisc", "show", "dev", device]);
    return JSON.parse(queues)[0].bytes;
  };
  const before = sentBytes();
  const flood = ["ping", "-q", "-n", "-f", "-s", "8000", "-w", String(floodSeconds)];
  tryRun(on(host, ...flood, addressOf("server")));
  return ((sentBytes() - before) * 8) / floodSeconds;
}

/** Listens at the desk while something is done. */
export async function whileListening<T>(port: number, act: () => T): Promise<T> {
  const server = createServer().listen(port, addressOf("desk"));
  await new Promise((resolve) => server.once("listening", resolve));
  const result = act();
  await new Promise((resolve) => server.close(resolve));
  return result;
}
