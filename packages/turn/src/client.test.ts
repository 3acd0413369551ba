import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import type { Attributes } from "./attributes.ts";
import { TurnClient, type TurnClientOptions } from "./client.ts";
import { encodeMessage, parseMessage, type StunMessage } from "./message.ts";

const credentials = { username: "1790000000:student-5", credential: "c" };
const peer = { host: "192.0.2.9", port: 9 };

type Reply = Pick<StunMessage, "class" | "attributes"> | null;

test("TurnClient learns its own address", async () => {
  const { client } = await setUp((_, from) => success({ xorMappedAddress: from }));
  const address = await client.bind();
  expect(address).toMatchObject({ ok: true, value: { host: "127.0.0.1" } });
});

test("TurnClient asks again when a datagram is lost", async () => {
  const { client, requests } = await setUp((_, from, count) =>
    count === 1 ? null : success({ xorMappedAddress: from }),
  );
  expect(await client.bind()).toMatchObject({ ok: true });
  expect(requests.map(({ transactionId }) => transactionId.toString("hex"))).toHaveLength(2);
  expect(requests[0]).toEqual(requests[1]);
});

test("TurnClient answers the challenge, and the one that follows when its nonce is stale", async () => {
  const { client, requests } = await setUp(({ method, attributes: { nonce } }) => {
    if (nonce === undefined) return refusal(401, { realm: "r", nonce: "1" });
    if (method === "createPermission" && nonce === "1") {
      return refusal(438, { realm: "r", nonce: "2" });
    }
    return success({ xorRelayedAddress: peer });
  });
  expect(await client.allocate(credentials)).toEqual({ ok: true, value: peer });
  expect(await client.permit(peer)).toMatchObject({ ok: true });
  expect(requests.map(({ attributes }) => attributes.nonce)).toEqual([undefined, "1", "1", "2"]);
});

test("TurnClient gives up on a password that is refused twice", async () => {
  const { client, requests } = await setUp(() => refusal(401, { realm: "r", nonce: "1" }));
  expect(await client.allocate(credentials)).toMatchObject({
    ok: false,
    error: { type: "refused", code: 401 },
  });
  expect(requests).toHaveLength(2);
});

test("TurnClient says so when no answer comes in time", async () => {
  const { client } = await setUp(() => null, { timeoutMs: 20 });
  expect(await client.bind()).toEqual({ ok: false, error: { type: "no-answer" } });
});

test.each(["udp", "tcp"] as const)(
  "TurnClient hears of a closed port over %s",
  async (transport) => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const port = portOf(server.address());
    server.close();
    await once(server, "close");
    const client = await TurnClient.open({ host: "127.0.0.1", port, transport });
    const answer = client.ok ? await client.value.bind() : client;
    expect(answer).toEqual({ ok: false, error: { type: "cannot-connect", code: "ECONNREFUSED" } });
  },
);

test("TurnClient knows the peer of what comes over a channel", async () => {
  const received: unknown[] = [];
  const { client, socket, requests } = await setUp(() => success({}), {
    onData: (from, data) => received.push([from, data.toString()]),
  });
  await client.bindChannel(peer);
  const from = requests.at(-1)?.from;
  if (!from) throw new TypeError("No request came");
  socket.send(Buffer.from("40010001780000", "hex"), from.port, from.host);
  socket.send(Buffer.from("4000000268690000", "hex"), from.port, from.host);
  await client.bind();
  expect(received).toEqual([[peer, "hi"]]);
});

/** A client, and a server that answers its requests so. */
async function setUp(
  reply: (request: StunMessage, from: { host: string; port: number }, count: number) => Reply,
  options: TurnClientOptions = {},
) {
  const socket = createSocket("udp4");
  const requests: (StunMessage & { readonly from: { host: string; port: number } })[] = [];
  socket.on("message", (bytes: Buffer, { address: host, port }: RemoteInfo) => {
    const request = parseMessage(bytes);
    if (!request) return;
    requests.push({ ...request, from: { host, port } });
    const answer = reply(request, { host, port }, requests.length);
    if (answer) socket.send(encodeMessage({ ...request, ...answer }), port, host);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const server = { host: "127.0.0.1", port: socket.address().port, transport: "udp" } as const;
  const client = await TurnClient.open(server, options);
  if (!client.ok) throw new TypeError(client.error.type);
  onTestFinished(async () => {
    await client.value.close();
    socket.close();
  });
  return { client: client.value, socket, requests };
}

function success(attributes: Attributes): Reply {
  return { class: "success", attributes };
}

function refusal(code: number, attributes: Attributes): Reply {
  return { class: "error", attributes: { ...attributes, errorCode: { code, reason: "No" } } };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  return typeof address === "object" && address ? address.port : 0;
}
