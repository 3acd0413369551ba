import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@lectern/testing/free-ports";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Client, nowSeconds, secret } from "./testing/harness.ts";
import { portOf } from "./testing/port-of.ts";

const main = join(import.meta.dirname, "main.ts");
/** Tokens of the time before anything was closed. */
const issued = nowSeconds() - 5;
const adminSecret = "admin-secret-of-more-than-32-bytes";
let folder: string;
let port: number;
let running: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "lectern-"));
  port = await freePort();
  running = [];
});

afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

describe("a signaling server that nobody supervises", () => {
  test("remembers an ended meeting over kill -9, when it is told where", async () => {
    const first = await start();
    const tea = open();
    await tea.join("teacher-1");
    tea.send({ type: "meeting-ended" });
    await tea.closed();
    first.kill("SIGKILL");
    await once(first, "exit");
    await start();
    expect(await open().join("student-5", { iat: issued })).toMatchObject({
      code: "meeting-ended",
    });
  });

  test("remembers who was removed, too", async () => {
    const adminPort = await freePort();
    const env = {
      CONFERENCE_SIGNALING_ADMIN_SECRET: adminSecret,
      CONFERENCE_SIGNALING_ADMIN_PORT: String(adminPort),
    };
    const first = await start(env);
    const response = await fetch(`http://127.0.0.1:${adminPort}/rooms/conference-1/remove`, {
      method: "POST",
      headers: { authorization: `Bearer ${adminSecret}` },
      body: JSON.stringify({ actor: "student-5" }),
    });
    expect(response.status).toBe(200);
    first.kill("SIGKILL");
    await once(first, "exit");
    await start(env);
    expect(await open().join("student-5", { iat: issued })).toMatchObject({
      code: "token-invalid",
    });
  });

  test("names a file that it cannot use, and exits with 2", async () => {
    const env = { CONFERENCE_SIGNALING_CLOSINGS_FILE: join(folder, "missing", "closings") };
    expect(await ending(run(env))).toEqual({
      code: 2,
      said: expect.stringContaining("CONFERENCE_SIGNALING_CLOSINGS_FILE"),
    });
  });

  test.each([
    ["CONFERENCE_SIGNALING_ADMIN_PORT", { CONFERENCE_SIGNALING_ADMIN_SECRET: adminSecret }],
    ["CONFERENCE_SIGNALING_BIND_HOST", { CONFERENCE_SIGNALING_BIND_HOST: "203.0.113.1" }],
  ])("names %s when that is why it cannot listen, and exits with 1", async (name, env) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const child = run({ CONFERENCE_SIGNALING_ADMIN_PORT: String(portOf(taken)), ...env });
    expect(await ending(child)).toEqual({
      code: 1,
      said: expect.stringContaining(`choose another ${name}`),
    });
    taken.close();
  });

  test("SIGTERM sends everybody away and ends with 0", async () => {
    const child = await start({ CONFERENCE_SIGNALING_DRAIN_SECONDS: "0" });
    const client = open();
    await client.join("student-5");
    child.kill("SIGTERM");
    expect(await client.next()).toMatchObject({ code: "draining" });
    expect(await client.closed()).toMatchObject({ code: 4000 });
    expect(await once(child, "exit")).toEqual([0, null]);
  });
});

function open(): Client {
  return new Client(`ws://127.0.0.1:${port}/ws/conference`);
}

function run(env: Readonly<Record<string, string>>): ChildProcess {
  const child = spawn(process.execPath, [main, "--port", String(port)], {
    env: {
      CONFERENCE_SIGNALING_SECRET: secret,
      CONFERENCE_SIGNALING_CLOSINGS_FILE: join(folder, "closings"),
      ...env,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  running.push(child);
  return child;
}

async function start(env: Readonly<Record<string, string>> = {}): Promise<ChildProcess> {
  const child = run(env);
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on("data", (chunk) => {
      said += chunk;
      if (said.includes('"event":"listening"')) resolve();
    });
    child.once("exit", () => reject(new Error(`The server ended:\n${said}`)));
  });
  return child;
}

/** How a server ends by itself, and what it said. */
async function ending(child: ChildProcess) {
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, "close");
  return { code, said };
}
