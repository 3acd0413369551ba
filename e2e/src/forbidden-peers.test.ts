import { networkInterfaces } from "node:os";
import { freePort } from "@lectern/testing/free-ports";
import type { TurnClient } from "@lectern/turn/client";
import { turnCredentials } from "@lectern/turn/credentials";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTurnClient, startCoturn } from "./support/coturn.ts";
import { turnConfig } from "./support/turn-config.ts";

// Asks a real coturn to relay into networks that are none of a class's business.

const secret = "a-secret-of-this-test-of-32-bytes-or-more";

/** Both ends and the insides of every network that a relay must not reach into. */
const forbidden = {
  ipv4: [
    ...["0.0.0.0", "0.0.0.1", "0.255.255.255"],
    ...["10.0.0.0", "10.1.2.3", "10.255.255.255"],
    ...["100.64.0.0", "100.100.100.200", "100.127.255.255"],
    ...["127.0.0.0", "127.0.0.1", "127.255.255.255"],
    ...["168.63.129.16"],
    ...["169.254.0.0", "169.254.169.254", "169.254.170.2", "169.254.255.255"],
    ...["172.16.0.0", "172.17.0.1", "172.31.255.255"],
    ...["192.0.0.0", "192.0.0.192", "192.0.0.255"],
    ...["192.0.2.0", "192.0.2.255"],
    ...["192.88.99.0", "192.88.99.1", "192.88.99.255"],
    ...["192.168.0.0", "192.168.1.1", "192.168.255.255"],
    ...["198.18.0.0", "198.19.255.255"],
    ...["198.51.100.0", "198.51.100.255"],
    ...["203.0.113.0", "203.0.113.255"],
    ...["224.0.0.0", "224.0.0.1", "239.255.255.255"],
    ...["240.0.0.0", "255.255.255.255"],
  ],
  ipv6: [
    ...["::", "::1", "::2"],
    ...["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:192.168.1.1"],
    ...["::ffff:0:10.0.0.1", "::10.0.0.1", "::127.0.0.1"],
    ...["64:ff9b::10.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b:1::1"],
    ...["100::1", "1fff:ffff::1"],
    ...["2001::1", "2001:0:a00:1::", "2001:1ff:ffff::1"],
    ...["2001:db8::", "2001:db8::1", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ...["2002::1", "2002:a00:1::1", "2002:7f00:1::1", "2002:c0a8:101::1"],
    ...["3fff::1", "3fff:fff:ffff::1"],
    ...["4000::1", "5f00::1", "7fff::1", "8000::1"],
    ...["fc00::1", "fd00::1", "fd00:ec2::254", "fdff:ffff::1"],
    ...["fe80::", "fe80::1", "febf::1", "fec0::1"],
    ...["ff00::1", "ff02::1", "ff05::2", "ffff::1"],
  ],
} as const;

/** Their neighbours, and people at home. */
const allowed = {
  ipv4: ["1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "128.0.0.0", "168.63.129.17"],
  ipv6: ["2001:200::1", "2001:4860::1", "2003::1", "2a00::1", "3ffe::1"],
} as const;

type Family = keyof typeof forbidden;

/** A peer that is forbidden, and one of another family than the relay's (RFC 8656 §19). */
const [peerRefused, familyRefused] = [403, 443];

/** An address by which two on the relay can meet; loopback is none. */
const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
const ownAddress = own.find(({ family, internal }) => family === "IPv4" && !internal)?.address;
const hasIPv6 = own.some(({ address }) => address === "::1");

let port = 0;

describe("coturn with our configuration", () => {
  runsCoturn(ours);

  test("sends to no forbidden address of ipv4, and to others", async () => {
    const client = await allocated("ipv4");
    const addresses = forbidden.ipv4.filter((address) => address !== ownAddress);
    expect(await ask(client, addresses)).toEqual(both(addresses, peerRefused));
    expect(await ask(client, allowed.ipv4)).toEqual(both(allowed.ipv4, "granted"));
  });

  test("sends to nothing of ipv6", async () => {
    const client = await allocated("ipv4");
    expect(await ask(client, forbidden.ipv6)).toEqual(both(forbidden.ipv6, familyRefused));
    const other = await openTurnClient(server());
    expect(await other.allocate(credentials(), { family: "ipv6" })).toMatchObject({ ok: false });
  });

  test.skipIf(ownAddress === undefined)("lets two meet who both come through it", async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const [ana, ben] = [
      await openTurnClient(server()),
      await openTurnClient(server(), { onData: (_, data) => resolve(data.toString()) }),
    ];
    const [ofAna, ofBen] = [await relayedOf(ana), await relayedOf(ben)];
    expect(await ben.permit(ofAna)).toMatchObject({ ok: true });
    expect(await ana.permit(ofBen)).toMatchObject({ ok: true });
    ana.send(ofBen, Buffer.from("hello"));
    expect(await promise).toBe("hello");
  });

  test("takes no credentials that have expired, or that another secret made", async () => {
    for (const bad of [{ expiresInMs: -1_000 }, { by: "x".repeat(40) }]) {
      const client = await openTurnClient(server());
      const way = await client.allocate(credentials(bad));
      expect(way).toMatchObject({ ok: false, error: { type: "refused", code: 401 } });
    }
  });

  test("gives one of a class of three two ways, and room for a restart", async () => {
    const ways = [];
    for (let count = 0; count < 5; count += 1) {
      const client = await openTurnClient(server());
      ways.push(await client.allocate(credentials({ user: "student-9" })));
    }
    expect(ways.map(({ ok }) => ok)).toEqual([true, true, true, true, false]);
    expect(ways[4]).toMatchObject({ error: { code: 486 } });
  });

  test("relays no TCP", async () => {
    const client = await openTurnClient({ ...server(), transport: "tcp" });
    const way = await client.allocate(credentials(), { transport: "tcp" });
    expect(way).toMatchObject({ ok: false, error: { type: "refused" } });
  });
});

describe.skipIf(!hasIPv6)("coturn with our list of peers, and a relay address of ipv6", () => {
  runsCoturn(() => `${ours()}relay-ip=::1\n`);

  test("sends to no forbidden address of ipv6, and to others", async () => {
    const client = await allocated("ipv6");
    expect(await ask(client, forbidden.ipv6)).toEqual(both(forbidden.ipv6, peerRefused));
    expect(await ask(client, allowed.ipv6)).toEqual(both(allowed.ipv6, "granted"));
  });
});

describe("coturn as it comes", () => {
  runsCoturn(() =>
    [
      `listening-port=${port}`,
      ...["relay-ip=127.0.0.1", ...(hasIPv6 ? ["relay-ip=::1"] : []), "realm=school.example"],
      ...["use-auth-secret", `static-auth-secret=${secret}`, ""],
    ].join("\n"),
  );

  test("sends to forbidden addresses of ipv4", async () => {
    const addresses = ["10.1.2.3", "169.254.169.254", "192.168.1.1"];
    const client = await allocated("ipv4");
    expect(await ask(client, addresses)).toEqual(both(addresses, "granted"));
  });

  test.skipIf(!hasIPv6)("sends to forbidden addresses of ipv6", async () => {
    const addresses = ["::ffff:10.0.0.1", "fd00::1", "fe80::1"];
    const client = await allocated("ipv6");
    expect(await ask(client, addresses)).toEqual(both(addresses, "granted"));
  });
});

function ours(): string {
  return turnConfig({
    CONFERENCE_TURN_URLS: `turn:127.0.0.1:${port}`,
    CONFERENCE_TURN_SECRET: secret,
    CONFERENCE_TURN_RELAY_ADDRESS: ownAddress ?? "127.0.0.1",
    CONFERENCE_TURN_CLASS_SIZE: "3",
  });
}

function runsCoturn(config: () => string): void {
  let stop: () => Promise<unknown>;
  beforeAll(async () => {
    port = await freePort();
    stop = await startCoturn(config(), server());
  });
  afterAll(() => stop());
}

function server() {
  return { host: "127.0.0.1", port, transport: "udp" } as const;
}

function credentials({ expiresInMs = 60_000, user = "student-5", by = secret } = {}) {
  return turnCredentials({ user, secret: by, expiresAt: Date.now() + expiresInMs });
}

async function allocated(family: Family): Promise<TurnClient> {
  const client = await openTurnClient(server());
  expect(await client.allocate(credentials({ user: family }), { family })).toMatchObject({
    ok: true,
  });
  return client;
}

async function relayedOf(client: TurnClient) {
  const relayed = await client.allocate(credentials());
  if (!relayed.ok) throw new Error(`No allocation: ${JSON.stringify(relayed.error)}`);
  return relayed.value;
}

type Outcome = number | "granted" | "no-answer";

/** What is said to a permission and to a channel for each address. */
async function ask(client: TurnClient, addresses: readonly string[]) {
  const said: Record<string, readonly Outcome[]> = {};
  for (const host of addresses) {
    const peer = { host, port: 9 };
    said[host] = [outcomeOf(await client.permit(peer)), outcomeOf(await client.bindChannel(peer))];
  }
  return said;
}

function outcomeOf(answer: Awaited<ReturnType<TurnClient["permit"]>>): Outcome {
  if (answer.ok) return "granted";
  return answer.error.type === "refused" ? answer.error.code : "no-answer";
}

function both(addresses: readonly string[], outcome: Outcome) {
  return Object.fromEntries(addresses.map((host) => [host, [outcome, outcome]]));
}
