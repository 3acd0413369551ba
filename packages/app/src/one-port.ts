import type { IncomingMessage, Server } from "node:http";
import { connect as connectTcp, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { connect as connectTls } from "node:tls";
import { reachableHost } from "@lectern/settings/reachable-host";
import type { Log } from "./log.ts";

const connectTimeoutMs = 5_000;
const lingerMs = 5_000;

/** Headers that the signaling server has no use for. */
const withheld: ReadonlySet<string> = new Set(["cookie", "authorization", "x-forwarded-for"]);

export interface OnePortOptions {
  readonly path: string;
  readonly host: string;
  readonly port: number;
  /** The signaling server speaks TLS with the same certificate as we do. */
  readonly isTls: boolean;
  /** Proxies stand before us, and what they say of the client is passed on. */
  readonly trustsProxies: boolean;
  readonly log: Log;
}

/**
 * Passes WebSocket handshakes of one path on to the signaling server, so that
 * one port serves all.
 *
 * The bytes go through as they are, the handshake's own headers included: the
 * server checks Host and Origin as if the browser had come to it.
 *
 * @returns what ends all connections that are open
 */
export function passUpgrades(server: Server, options: OnePortOptions): () => void {
  const open = new Set<Duplex>();
  server.on("upgrade", (request: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on("error", () => client.destroy());
    const [path] = (request.url ?? "").split("?");
    if (path !== options.path) return answer(client, "404 Not Found");
    open.add(client);
    client.once("close", () => open.delete(client));
    passOn({ request, client, head }, options);
  });
  return () => {
    for (const client of open) client.destroy();
  };
}

interface Upgrade {
  readonly request: IncomingMessage;
  readonly client: Duplex;
  readonly head: Buffer;
}

function passOn({ request, client, head }: Upgrade, options: OnePortOptions): void {
  const upstream = connectTo(options);
  let isConnected = false;
  upstream.setTimeout(connectTimeoutMs, () => upstream.destroy());
  upstream.once(options.isTls ? "secureConnect" : "connect", () => {
    isConnected = true;
    upstream.setTimeout(0);
    upstream.setNoDelay(true);
    upstream.write(handshakeOf(request, options.trustsProxies));
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on("error", () => upstream.destroy());
  upstream.once("close", () => {
    if (isConnected) return endSoon(client);
    options.log.warn("signaling server unreachable", { port: options.port });
    answer(client, "502 Bad Gateway");
  });
  client.once("close", () => upstream.destroy());
}

/** Ends a connection once what is on its way to the browser has arrived, or after a while. */
function endSoon(client: Duplex): void {
  const timer = setTimeout(() => client.destroy(), lingerMs);
  client.once("close", () => clearTimeout(timer));
  client.end(() => client.destroy());
}

function connectTo({ host, port, isTls }: OnePortOptions): Socket {
  const address = { host: reachableHost(host), port };
  // It is our own child on this machine; the certificate names the school, not loopback.
  return isTls ? connectTls({ ...address, rejectUnauthorized: false }) : connectTcp(address);
}

/** The handshake as it came (RFC 9112 §3), with the client's address added. */
function handshakeOf(request: IncomingMessage, trustsProxies: boolean): string {
  const { method = "GET", url = "/", rawHeaders, socket } = request;
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (!withheld.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[at + 1] ?? ""}`);
  }
  const before = trustsProxies ? [request.headers["x-forwarded-for"] ?? []].flat() : [];
  lines.push(`X-Forwarded-For: ${[...before, socket.remoteAddress ?? "unknown"].join(", ")}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function answer(client: Duplex, status: string): void {
  if (!client.writable) return;
  client.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
