import { describe, expect, test } from "vitest";
import { coturnConfig } from "./coturn-config.ts";
import type { RelayConfig } from "./relay-config.ts";

const config: RelayConfig = {
  urls: ["turn:a.example", "turn:a.example?transport=tcp"],
  secrets: ["new", "old"],
  port: 3478,
  tls: null,
  relayAddress: "8.8.4.4",
  publicAddress: null,
  relayPorts: { first: 50_000, last: 50_099 },
  classSize: 30,
};

function linesOf(changes: Partial<RelayConfig> = {}): readonly string[] {
  return coturnConfig({ ...config, ...changes }).split("\n");
}

describe("coturnConfig()", () => {
  test.each([
    "relay-ip=8.8.4.4",
    "static-auth-secret=new",
    "static-auth-secret=old",
    "no-cli",
    "no-tcp-relay",
    "no-multicast-peers",
    "denied-peer-ip=10.0.0.0-10.255.255.255",
    "denied-peer-ip=::1-1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  ])("says %s", (line) => {
    expect(linesOf()).toContain(line);
  });

  test("sizes what one person may take by the class, the URLs, and a restart", () => {
    expect(linesOf()).toContain("user-quota=116");
    expect(linesOf()).toContain("total-quota=100");
  });

  test("lets a relay with a private address, and no other, send to itself", () => {
    const allowed = (relayAddress: string) =>
      linesOf({ relayAddress }).filter((line) => line.startsWith("allowed"));
    expect(allowed("8.8.4.4")).toEqual([]);
    expect(allowed("10.0.0.7")).toEqual(["allowed-peer-ip=10.0.0.7"]);
  });

  test("speaks TLS where a URL does, and then no old one", () => {
    expect(linesOf()).toContain("no-tls");
    const lines = linesOf({ tls: { port: 5349, cert: "/c", key: "/k" } });
    expect(lines).not.toContain("no-tls");
    for (const line of ["tls-listening-port=5349", "cert=/c", "pkey=/k", "no-tlsv1_1"]) {
      expect(lines).toContain(line);
    }
  });

  test("knows the address in front of a NAT", () => {
    const lines = linesOf({ relayAddress: "10.0.0.7", publicAddress: "8.8.4.4" });
    expect(lines).toContain("external-ip=8.8.4.4/10.0.0.7");
  });
});
