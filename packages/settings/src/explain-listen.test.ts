import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { explainListen } from "./explain-listen.ts";

const settings = { host: "THE_HOST", port: "THE_PORT" };

async function failureAt(host: string, port: number) {
  const server = createServer().listen({ host, port });
  const [error] = await once(server, "error");
  return explainListen(error, { host, port, settings });
}

test("a port in use is the port's fault", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  const port = typeof address === "object" && address ? address.port : 0;
  expect(await failureAt("127.0.0.1", port)).toEqual({
    code: "port-in-use",
    message: `Cannot listen on 127.0.0.1:${port}: the port is in use`,
    setting: "THE_PORT",
  });
  taken.close();
});

test.each(["203.0.113.1", "::2"])("%s, no address of this machine, is the host's", async (host) => {
  expect(await failureAt(host, 0)).toMatchObject({ code: "host-unknown", setting: "THE_HOST" });
});

test("a name that nobody knows is the host's", () => {
  const error = Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" });
  const where = { host: "school.example", port: 1, settings };
  expect(explainListen(error, where)).toMatchObject({ setting: "THE_HOST" });
});

test("an IPv6 address is shown in brackets", async () => {
  expect((await failureAt("::2", 7000))?.message).toContain("[::2]:7000");
});

test("what has nothing to do with an address is not explained", () => {
  const where = { host: "127.0.0.1", port: 1, settings };
  expect(explainListen(new RangeError("no"), where)).toBeNull();
  expect(explainListen(Object.assign(new Error("no"), { code: "ENOENT" }), where)).toBeNull();
});
