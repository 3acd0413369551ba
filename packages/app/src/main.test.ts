import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { get } from "node:https";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LinkMessage, parseLinkMessage } from "@lectern/protocol/link";
import { freePort } from "@lectern/testing/free-ports";
import { expect, onTestFinished, test } from "vitest";
import { exchange, handshake, listen } from "./testing/sockets.ts";
import { signalingSecret } from "./testing/test-app.ts";
import { tlsPair } from "./testing/tls-pair.ts";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

test("a first start tells the first account's link, then that it is ready, and serves", async () => {
  const { child, port } = await start({});
  const path = (await told(child, "first-account")).path;
  expect(path).toMatch(/^\/welcome#[\w-]{43}$/);
  await told(child, "ready");
  expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const secret = path.split("#")[1];
  const accepted = await fetch(`http://127.0.0.1:${port}/api/links/accept`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: `http://127.0.0.1:${port}` },
    body: JSON.stringify({ secret, name: "Ada", username: "ada", password: "a long password" }),
  });
  expect(accepted.status).toBe(200);
});

test("the link is told at each start until it was used; those told before go on to work", async () => {
  const folder = newFolder();
  const first = await start({ LECTERN_DATA_DIR: folder });
  const early = (await told(first.child, "first-account")).path;
  await told(first.child, "ready");
  await stop(first.child);
  const second = await start({ LECTERN_DATA_DIR: folder });
  expect((await told(second.child, "first-account")).path).not.toBe(early);
  await told(second.child, "ready");
  const inspected = await fetch(`http://127.0.0.1:${second.port}/api/links/inspect`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ secret: early.split("#")[1] }),
  });
  expect(inspected.status).toBe(200);
});

test("it says hello with the ended meetings, and answers a hello with them", async () => {
  const { child } = await start({});
  await told(child, "ready");
  expect(typesOf(child)).toEqual(["hello", "closings", "first-account", "ready"]);
  child.send({ type: "hello" });
  await until(child, () => typesOf(child).length === 5);
  expect(typesOf(child).at(-1)).toBe("closings");
});

test("SIGTERM ends it within 5 s, also while a browser holds a connection", async () => {
  const { child, port } = await start({});
  await told(child, "ready");
  await fetch(`http://127.0.0.1:${port}/healthz`);
  expect(await stop(child)).toBe(0);
});

test("Ctrl+C, which every process of a terminal hears, is left to the supervisor", async () => {
  const { child, port } = await start({});
  await told(child, "ready");
  child.kill("SIGINT");
  // It would be gone after the first few.
  for (let asked = 0; asked < 20; asked += 1) {
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  }
  expect(await stop(child)).toBe(0);
});

test("it ends by itself when its supervisor is gone", async () => {
  const { child } = await start({});
  await told(child, "ready");
  const exit = once(child, "exit");
  child.disconnect();
  expect((await exit)[0]).toBe(0);
});

test.each([
  ["a port in use", "LECTERN_PORT", "port-in-use"],
  ["a folder that is a file", "LECTERN_DATA_DIR", "data-folder"],
  ["an address of another machine", "LECTERN_HOST", "host-unknown"],
])("%s: it names the setting and gives up", async (_, setting, code) => {
  const taken = createServer();
  onTestFinished(() => void taken.close());
  const file = join(newFolder(), "file");
  writeFileSync(file, "");
  const wrong: Record<string, string> = {
    LECTERN_PORT: String(await listen(taken)),
    LECTERN_DATA_DIR: join(file, "data"),
    LECTERN_HOST: "203.0.113.1",
  };
  const { child } = await start({ [setting]: wrong[setting] ?? "" });
  const exit = once(child, "exit");
  expect(await told(child, "failed")).toMatchObject({ code, setting });
  expect((await exit)[0]).toBe(1);
});

test("wrong settings are all named, exit code 2", async () => {
  const { child } = await start({ LECTERN_PORT: "x", CONFERENCE_SIGNALING_PATH: "ws" });
  let text = "";
  child.stderr?.on("data", (chunk) => {
    text += String(chunk);
  });
  const [code] = await once(child, "close");
  expect(code).toBe(2);
  expect(text.trim().split("\n")).toEqual([
    expect.stringMatching(/^LECTERN_PORT: found "x"/),
    expect.stringMatching(/^CONFERENCE_SIGNALING_PATH: found "ws"/),
  ]);
});

test("with a certificate it serves by TLS, and says that browsers shall come by TLS", async () => {
  const folder = newFolder();
  for (const part of ["cert", "key"] as const) writeFileSync(join(folder, part), tlsPair[part]);
  const tls = { LECTERN_TLS_CERT: join(folder, "cert"), LECTERN_TLS_KEY: join(folder, "key") };
  const { child, port } = await start(tls);
  await told(child, "ready");
  const asked = get({
    host: "127.0.0.1",
    port,
    path: "/healthz",
    ca: tlsPair.cert,
    servername: "localhost",
  });
  const [response] = await once(asked, "response");
  response.destroy();
  expect(response.statusCode).toBe(200);
  expect(response.headers["strict-transport-security"]).toBe("max-age=31536000");
});

test("one port: an upgrade of the path reaches the signaling server's port", async () => {
  const signaling = createServer((socket) => {
    socket.once("data", () => socket.end("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  });
  onTestFinished(() => void signaling.close());
  const port = String(await freePort());
  const { child } = await start({
    LECTERN_PORT: port,
    CONFERENCE_SIGNALING_PUBLIC_PORT: port,
    CONFERENCE_SIGNALING_PORT: String(await listen(signaling)),
  });
  await told(child, "ready");
  expect(await exchange(Number(port), handshake("/ws/conference"))).toMatch(/^HTTP\/1.1 101 /);
});

const heard = new WeakMap<ChildProcess, LinkMessage[]>();

async function start(env: Record<string, string>) {
  const port = Number(env["LECTERN_PORT"] ?? (await freePort()));
  const child = fork(main, {
    env: {
      LECTERN_DATA_DIR: newFolder(),
      LECTERN_PORT: String(port),
      CONFERENCE_SIGNALING_SECRET: signalingSecret,
      ...env,
    },
    silent: true,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const messages: LinkMessage[] = [];
  heard.set(child, messages);
  child.on("message", (value) => {
    const message = parseLinkMessage(value);
    if (message) messages.push(message);
  });
  return { child, port };
}

type Told<T extends LinkMessage["type"]> = Extract<LinkMessage, { readonly type: T }>;

/** The first message of a type, once it has come. */
async function told<T extends LinkMessage["type"]>(child: ChildProcess, type: T): Promise<Told<T>> {
  const isWanted = (message: LinkMessage): message is Told<T> => message.type === type;
  let found: Told<T> | undefined;
  await until(child, () => {
    found = (heard.get(child) ?? []).find(isWanted);
    return found !== undefined;
  });
  if (!found) throw new RangeError(`Cannot find a message of type ${type}`);
  return found;
}

async function until(child: ChildProcess, isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await once(child, "message");
}

function typesOf(child: ChildProcess): readonly string[] {
  return (heard.get(child) ?? []).map(({ type }) => type);
}

async function stop(child: ChildProcess): Promise<number | null> {
  const exit = once(child, "exit");
  child.kill("SIGTERM");
  const [code] = await exit;
  return code;
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "lectern-app-"));
}
