import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

const belowClients: PortRange = { first: 10_240, last: 32_000 };

/**
 * Finds distinct ports of loopback that nobody listens on at the moment.
 *
 * They are below those that the system gives to the sockets of clients: of these, tests of other
 * processes open thousands, and one of them could take a port before it is served.
 *
 * @throws {RangeError} if fewer ports of the range are free
 * @see ip(7), ip_local_port_range: from 32768 on
 */
export async function freePorts(
  count: number,
  range: PortRange = belowClients,
): Promise<readonly number[]> {
  const tried = new Set<number>();
  const ports: number[] = [];
  while (ports.length < count) ports.push(await findFree(range, tried));
  return ports;
}

/** Finds one port, as `freePorts()` does several. */
export function freePort(range: PortRange = belowClients): Promise<number> {
  return findFree(range, new Set());
}

/** Passes over the ports that were tried, and adds to them those that it tries. */
async function findFree({ first, last }: PortRange, tried: Set<number>): Promise<number> {
  while (tried.size <= last - first) {
    const port = randomInt(first, last + 1);
    if (tried.has(port)) continue;
    tried.add(port);
    if (await isFree(port)) return port;
  }
  throw new RangeError(`Cannot find a free port from ${first} to ${last}`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
