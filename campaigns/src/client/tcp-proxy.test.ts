import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { TcpProxy } from "./tcp-proxy.ts";

let server: Server;
let proxy: TcpProxy;
/** What the server has accepted, with how each ended. */
let accepted: End[];

interface End {
  readonly socket: Socket;
  text: string;
  isClosed: boolean;
}

beforeEach(async () => {
  accepted = [];
  server = createServer((socket) => {
    const end = watch(socket);
    accepted.push(end);
    socket.on("data", (chunk) => socket.write(chunk));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy = await TcpProxy.listen((server.address() as AddressInfo).port);
});

afterEach(async () => {
  await proxy.close();
  server.close();
});

function watch(socket: Socket): End {
  const end: End = { socket, text: "", isClosed: false };
  socket.on("data", (chunk) => {
    end.text += chunk;
  });
  socket.on("error", () => {});
  socket.on("close", () => {
    end.isClosed = true;
  });
  return end;
}

function dial(): End {
  return watch(connect(proxy.port, "127.0.0.1"));
}

/** A connection over which something has gone both ways. */
async function dialed(): Promise<End> {
  const end = dial();
  end.socket.write("a");
  await until(
    () => end.text === "a",
    () => "an echo",
  );
  return end;
}

test("TcpProxy passes on what both ends say, in order, and that one goes", async () => {
  const client = await dialed();
  for (let sent = 0; sent < 200; sent += 1) client.socket.write(`${sent},`);
  client.socket.end();
  await until(
    () => client.isClosed && accepted.every(({ isClosed }) => isClosed),
    () => "the ends",
  );
  expect(client.text).toBe(`a${Array.from({ length: 200 }, (_, at) => `${at},`).join("")}`);
});

test("TcpProxy.cut() breaks both ends; who connects anew gets through", async () => {
  const client = await dialed();
  proxy.cut();
  await until(
    () => client.isClosed && accepted[0]?.isClosed === true,
    () => "both ends to break",
  );
  expect((await dialed()).text).toBe("a");
});

test("TcpProxy.refuse() turns away who connects until restore()", async () => {
  proxy.refuse();
  const refused = dial();
  await until(
    () => refused.isClosed,
    () => "a refusal",
  );
  expect(accepted).toEqual([]);
  proxy.restore();
  expect((await dialed()).text).toBe("a");
});

test("TcpProxy.stall() keeps all back and breaks nothing; restore() lets it through", async () => {
  const client = await dialed();
  proxy.stall();
  client.socket.write("b");
  const late = dial();
  late.socket.write("c");
  await until(
    () => !late.socket.connecting,
    () => "the late one to connect",
  );
  expect([client.text, client.isClosed, accepted.length]).toEqual(["a", false, 1]);
  proxy.restore();
  await until(
    () => client.text === "ab" && late.text === "c",
    () => "what was kept back",
  );
});

test("TcpProxy.cutFromClient() leaves the server with a silent socket until restore()", async () => {
  const client = await dialed();
  proxy.cutFromClient();
  await until(
    () => client.isClosed,
    () => "the client's end to break",
  );
  expect((await dialed()).text).toBe("a");
  expect(accepted.map(({ isClosed }) => isClosed)).toEqual([false, false]);
  proxy.restore();
  await until(
    () => accepted[0]?.isClosed === true,
    () => "the server's end to break",
  );
  expect(accepted[1]?.isClosed).toBe(false);
});

test("TcpProxy.cutFromServer() leaves the client with a silent socket until restore()", async () => {
  const client = await dialed();
  proxy.cutFromServer();
  await until(
    () => accepted[0]?.isClosed === true,
    () => "the server's end to break",
  );
  expect(client.isClosed).toBe(false);
  proxy.restore();
  await until(
    () => client.isClosed,
    () => "the client's end to break",
  );
});

test("TcpProxy.delay() holds up, and keeps the order when it ends", async () => {
  const client = await dialed();
  proxy.delay(30);
  const sentAt = performance.now();
  client.socket.write("b");
  await until(
    () => accepted[0]?.text === "ab",
    () => "what is late",
  );
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(29);
  client.socket.write("c");
  proxy.restore();
  client.socket.write("d");
  await until(
    () => client.text.length === 4,
    () => "the rest",
  );
  expect(client.text).toBe("abcd");
});

test("TcpProxy.delay() holds each piece up by itself, not one behind the other", async () => {
  const client = await dialed();
  proxy.delay(200);
  const sentAt = performance.now();
  for (let sent = 0; sent < 20; sent += 1) {
    client.socket.write("b");
    // Time enough for the piece to go by itself.
    await sleep(10);
  }
  await until(
    () => accepted[0]?.text.length === 21,
    () => "all pieces",
  );
  expect(performance.now() - sentAt).toBeLessThan(5 * 200);
});
