import type { IncomingMessage, RequestListener, Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server as TcpServer,
} from "node:net";
import type { Duplex } from "node:stream";
import type { TlsPair } from "@lectern/settings/tls";
import { clientAddressWith } from "./client-address.ts";
import type { Origin } from "./connection.ts";
import type { Health } from "./health.ts";
import { createServer as createHttpServer } from "./http.ts";
import type { ConnectionId } from "./room-types.ts";
import type { SlowLane } from "./slow-lane.ts";
import { createSocketLayer, type Socket } from "./socket.ts";
import { answerRefusal, pathOf, refuseUpgrade, type UpgradeRefusal } from "./upgrade.ts";

export interface ListenerOptions {
  readonly path: string;
  readonly allowedOrigins: readonly string[];
  /** Proxies whose `X-Forwarded-For` is believed. */
  readonly trustProxy: readonly string[];
  /** `null` is plain HTTP. */
  readonly tls: TlsPair | null;
  readonly health: Health;
  readonly slowLane: SlowLane;
  /** Why nobody gets in at this moment; `null` when they do. */
  readonly refusal: () => UpgradeRefusal | null;
  readonly onRefused: (status: number) => void;
  readonly onSocket: (socket: Socket, origin: Origin) => void;
}

/** A slow request is cut off (D1). */
export const timeouts = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_500,
};

/** Makes the listener of participants' sockets, and of the monitors' questions. */
export function createListener(options: ListenerOptions): Server {
  const { tls, health, path } = options;
  const answer: RequestListener = (request, response) => {
    if (health.answer(request, response, { isTrusted: false })) return;
    const isSocketPath = pathOf(request.url) === path;
    response.writeHead(isSocketPath ? 426 : 404, {
      "content-type": "application/json",
      "cache-control": "no-store",
      ...(isSocketPath && { upgrade: "websocket", connection: "upgrade, close" }),
    });
    response.end(JSON.stringify({ status: "refused" }));
  };
  const http = tls
    ? createHttpsServer({ ...timeouts, ...tls }, answer)
    : createHttpServer(timeouts, answer);
  acceptUpgrades(http, options);
  return http;
}

function acceptUpgrades(http: Server, options: ListenerOptions): void {
  const accept = createSocketLayer();
  const addressOf = clientAddressWith(options.trustProxy);
  let opened = 0;
  const refuse = (stream: Duplex, refusal: UpgradeRefusal) => {
    options.onRefused(refusal.status);
    answerRefusal(stream, refusal);
  };
  const decide = (request: IncomingMessage, stream: Duplex, head: Buffer, address: string) => {
    const refusal = refuseUpgrade(request, options) ?? options.refusal();
    if (refusal) return refuse(stream, refusal);
    accept(request, stream, head, (socket) => {
      opened += 1;
      options.onSocket(socket, { id: opened as ConnectionId, address });
    });
  };
  http.on("upgrade", (request: IncomingMessage, stream, head) => {
    const address = addressOf(request);
    const goOn = () => decide(request, stream, head, address);
    if (!options.slowLane.pass(address, stream, goOn)) refuse(stream, crowded);
  });
}

const crowded: UpgradeRefusal = {
  status: 503,
  message: "Too many come from where somebody was just ended for abuse: try again later",
  retryAfterS: 5,
};

export interface Address {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Another process of ours listens there and stops when this one is ready. */
  readonly isReplacement?: boolean;
}

/** Handshakes that may wait at once: at the bell all classes of a school come in one second. */
const backlog = 4096;

/** Where two processes may listen on one port, so that one can take the other's place. */
const canSharePorts = process.platform === "linux" || process.platform === "freebsd";

/**
 * Starts to listen. The port can be shared with a later process of ours alone: that of
 * somebody else is an error.
 *
 * @returns the port
 * @throws what Node reports, `EADDRINUSE` above all
 */
export async function listen(server: Server, address: Address): Promise<number> {
  const { host, port, isReplacement = false } = address;
  if (port !== 0 && !isReplacement) await makeSureIsFree(host, port);
  return opened(server, { host, port, reusePort: canSharePorts });
}

async function makeSureIsFree(host: string, port: number): Promise<void> {
  const probe = createTcpServer();
  await opened(probe, { host, port });
  await new Promise((resolve) => probe.close(resolve));
}

function opened(
  server: TcpServer,
  where: Address & { readonly reusePort?: boolean },
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ ...where, backlog }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
