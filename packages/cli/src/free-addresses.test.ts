import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { freePort } from "@lectern/testing/free-ports";
import { expect, onTestFinished, test } from "vitest";
import { whyNotFree } from "./free-addresses.ts";

test("whyNotFree() names every port that is in use, and takes none itself", async () => {
  const [app, signaling] = [await taken(), await taken()];
  const env = {
    LECTERN_PORT: String(portOf(app)),
    CONFERENCE_SIGNALING_PORT: String(portOf(signaling)),
  };
  expect((await whyNotFree(env)).map(({ setting }) => setting)).toEqual([
    "LECTERN_PORT",
    "CONFERENCE_SIGNALING_PORT",
  ]);
  for (const server of [app, signaling]) server.close();
  await Promise.all([app, signaling].map((server) => once(server, "close")));
  expect(await whyNotFree(env)).toEqual([]);
  expect(await whyNotFree(env)).toEqual([]);
});

test("whyNotFree() names the host that is no address here, and the admin port", async () => {
  const env = {
    LECTERN_HOST: "203.0.113.1",
    CONFERENCE_SIGNALING_PORT: String(await freePort()),
    CONFERENCE_SIGNALING_ADMIN_PORT: String(portOf(await taken())),
  };
  expect((await whyNotFree(env)).map(({ setting }) => setting)).toEqual([
    "LECTERN_HOST",
    "CONFERENCE_SIGNALING_ADMIN_PORT",
  ]);
});

test("whyNotFree() does not ask for the ports of a signaling server that is switched off", async () => {
  const env = {
    LECTERN_PORT: String(await freePort()),
    CONFERENCE_SIGNALING_ENABLED: "false",
    CONFERENCE_SIGNALING_PORT: String(portOf(await taken())),
  };
  expect(await whyNotFree(env)).toEqual([]);
});

async function taken(): Promise<Server> {
  const server = createServer().listen(await freePort(), "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Cannot read a port");
  return address.port;
}
