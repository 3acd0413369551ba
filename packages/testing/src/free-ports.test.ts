import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { freePort, freePorts } from "./free-ports.ts";

test("freePorts() gives distinct ports, below those of client sockets", async () => {
  const ports = await freePorts(500);
  expect(new Set(ports).size).toBe(500);
  for (const port of ports) expect(port).toBeLessThan(32_768);
});

test("freePorts() rejects when it would have to give a port twice", async () => {
  const port = await freePort();
  await expect(freePorts(2, { first: port, last: port })).rejects.toThrow(RangeError);
});

test.each(["127.0.0.1", "0.0.0.0"])(
  "freePort() gives no port that is served at %s",
  async (host) => {
    const port = await freePort();
    const server = createServer().listen(port, host);
    onTestFinished(() => void server.close());
    await once(server, "listening");
    await expect(freePort({ first: port, last: port })).rejects.toThrow(RangeError);
  },
);
