import { type ChildProcess, fork } from "node:child_process";
import { on } from "node:events";
import { join } from "node:path";
import { freePort } from "@lectern/testing/free-ports";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Client, nowSeconds, secret } from "./testing/harness.ts";

const main = join(import.meta.dirname, "main.ts");
const adminSecret = "admin-secret-of-more-than-32-bytes";
const nothing = { type: "closings", meetings: [], removals: [] };
const removal = { roomId: "conference-1", actor: "student-5" };
let port: number;
let child: ChildProcess;

beforeEach(async () => {
  port = await freePort();
});

afterEach(() => void child.kill("SIGKILL"));

test("a server under a supervisor opens when it knows what is closed, not before", async () => {
  const said = start();
  expect(await said()).toEqual({ type: "hello" });
  for (let asked = 0; asked < 5; asked += 1) {
    child.send({ type: "hello" });
    expect(await said()).toEqual(nothing);
  }
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
  child.send({ ...nothing, removals: [{ ...removal, removedAt: Date.now() }] });
  expect(await said()).toEqual({ type: "ready" });
  const client = new Client(`ws://127.0.0.1:${port}/ws/conference`);
  expect(await client.join("student-5", { iat: nowSeconds() - 5 })).toMatchObject({
    code: "token-invalid",
  });
});

test("it says who was removed, for the app to remember", async () => {
  const adminPort = await freePort();
  const said = start({
    CONFERENCE_SIGNALING_ADMIN_SECRET: adminSecret,
    CONFERENCE_SIGNALING_ADMIN_PORT: String(adminPort),
  });
  expect(await said()).toEqual({ type: "hello" });
  child.send(nothing);
  expect(await said()).toEqual({ type: "admin", port: adminPort });
  expect(await said()).toEqual({ type: "ready" });
  await fetch(`http://127.0.0.1:${adminPort}/rooms/${removal.roomId}/remove`, {
    method: "POST",
    headers: { authorization: `Bearer ${adminSecret}` },
    body: JSON.stringify({ actor: removal.actor }),
  });
  expect(await said()).toEqual({
    ...nothing,
    removals: [{ ...removal, removedAt: expect.any(Number) }],
  });
});

/** Starts a server with a channel to us; gives what it says over it, one after the other. */
function start(env: Readonly<Record<string, string>> = {}): () => Promise<unknown> {
  child = fork(main, ["--port", String(port)], {
    env: { CONFERENCE_SIGNALING_SECRET: secret, ...env },
    execArgv: [],
    silent: true,
  });
  const messages = on(child, "message");
  return async () => (await messages.next()).value?.[0];
}
