import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { connect, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { freePort } from "@lectern/testing/free-ports";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "./log.ts";
import { type OnePortOptions, passUpgrades } from "./one-port.ts";
import { exchange, handshake, listen } from "./testing/sockets.ts";
import { tlsPair } from "./testing/tls-pair.ts";

const accepted = "HTTP/1.1 101 Switching Protocols\r\n\r\n";

test("a handshake of the path goes through as it is, without cookies, with the client's address", async () => {
  const child = echoing(createServer);
  const { port } = await front({ port: await open(child.server) });
  const text = await exchange(port, `${handshake("/ws?x=1")}first bytes`, (got) =>
    got.endsWith("first bytes"),
  );
  expect(text).toBe(`${accepted}first bytes`);
  expect(child.handshakes).toEqual([
    [
      "GET /ws?x=1 HTTP/1.1",
      "Host: school.example:8000",
      "Origin: http://school.example:8000",
      "Connection: Upgrade",
      "Upgrade: websocket",
      "X-Forwarded-For: 127.0.0.1",
    ].join("\r\n"),
  ]);
});

test("behind proxies that are trusted, what they say of the client is passed on", async () => {
  const child = echoing(createServer);
  const { port } = await front({ port: await open(child.server), trustsProxies: true });
  await exchange(port, handshake("/ws"), (got) => got === accepted);
  expect(child.handshakes[0]).toContain("X-Forwarded-For: 203.0.113.5, 127.0.0.1");
});

test("to a child that speaks TLS it is passed on by TLS", async () => {
  const child = echoing((listener) => createTlsServer(tlsPair, listener));
  const { port } = await front({ port: await open(child.server), isTls: true });
  const text = await exchange(port, `${handshake("/ws")}hello`, (got) => got.endsWith("hello"));
  expect(text).toBe(`${accepted}hello`);
});

test("another path is 404, and the child hears nothing of it", async () => {
  const child = echoing(createServer);
  const { port } = await front({ port: await open(child.server) });
  expect(await exchange(port, handshake("/ws/other"))).toMatch(/^HTTP\/1.1 404 Not Found\r\n/);
  expect(child.handshakes).toEqual([]);
});

test("while the child is away it is 502", async () => {
  const { port } = await front({ port: await freePort() });
  expect(await exchange(port, handshake("/ws"))).toMatch(/^HTTP\/1.1 502 Bad Gateway\r\n/);
});

test("what the child says last arrives before the connection ends", async () => {
  const last = "x".repeat(1_000_000);
  const child = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", () => socket.end(last));
  });
  const { port } = await front({ port: await open(child) });
  expect(await exchange(port, handshake("/ws"))).toBe(last);
});

test("a browser that goes takes the connection to the child with it", async () => {
  const child = echoing(createServer);
  const { port } = await front({ port: await open(child.server) });
  const connected = once(child.server, "connection");
  await exchange(port, handshake("/ws"), (got) => got === accepted);
  const [socket] = await connected;
  if (!socket.closed) await once(socket, "close");
});

test("the end of the app ends all connections", async () => {
  const child = echoing(createServer);
  const { port, end } = await front({ port: await open(child.server) });
  const browser = connect(port, "127.0.0.1");
  browser.write(handshake("/ws"));
  await once(browser, "data");
  end();
  await once(browser, "close");
});

/** A child that takes every handshake and then sends back what it gets. */
function echoing(create: (listener: (socket: Socket) => void) => Server) {
  const handshakes: string[] = [];
  const server = create((socket) => {
    let head = "";
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk) => {
      if (handshakes.length > 0) return socket.write(chunk);
      head += String(chunk);
      const end = head.indexOf("\r\n\r\n");
      if (end < 0) return;
      handshakes.push(head.slice(0, end));
      socket.write(accepted + head.slice(end + 4));
    });
  });
  return { server, handshakes };
}

async function open(server: Server): Promise<number> {
  onTestFinished(() => void server.close());
  return listen(server);
}

async function front(options: Partial<OnePortOptions>) {
  const server = createHttpServer();
  const end = passUpgrades(server, {
    path: "/ws",
    host: "0.0.0.0",
    port: 0,
    isTls: false,
    trustsProxies: false,
    log: createLog("error", { write: () => {} }),
    ...options,
  });
  onTestFinished(end);
  return { port: await open(server), end };
}
