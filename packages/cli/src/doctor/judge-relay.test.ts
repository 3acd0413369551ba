import { expect, test } from "vitest";
import { judgeRelay } from "./judge-relay.ts";
import type { Trial } from "./relay-trial.ts";

function judge(trial: Trial, address = "9.9.9.9"): string {
  const setting = "CONFERENCE_TURN_SECRET";
  const ownAddresses = ["192.168.1.5"];
  const place = { url: "turn:turn.example", address, port: "UDP port 3478" };
  const finding = judgeRelay(trial, { ...place, ownAddresses, setting });
  return [finding.status, finding.text, "cure" in finding ? finding.cure : ""].join(" ");
}

function refused(code: number): Trial {
  return { got: "refusal", failure: { type: "refused", code, reason: "No" } };
}

test("judgeRelay() is content when data goes through at the server's own address", () => {
  expect(judge({ got: "stun" })).toMatch(/^ok /);
  expect(judge({ got: "pair", relayed: "9.9.9.9" })).toMatch(/^ok /);
  expect(judge({ got: "pair", relayed: "9.9.9.10" })).toMatch(/^ok /);
  expect(judge({ got: "pair", relayed: "192.168.1.5" }, "192.168.1.5")).toMatch(/^ok /);
});

test("judgeRelay() names a private address of a public server, though its own two meet there", () => {
  const words =
    /^failure .*hands out 10\.0\.0\.5, a private address.*CONFERENCE_TURN_PUBLIC_ADDRESS.*external-ip=/;
  expect(judge({ got: "pair", relayed: "10.0.0.5" })).toMatch(words);
  const failure = { type: "refused", code: 403, reason: "Forbidden IP" } as const;
  expect(judge({ got: "allocation", relayed: "10.0.0.5", failure })).toMatch(words);
});

test("judgeRelay() takes another address of a relay that is on this very machine, and inside", () => {
  expect(judge({ got: "pair", relayed: "192.168.1.5" }, "127.0.1.1")).toMatch(/^ok /);
  expect(judge({ got: "pair", relayed: "192.168.1.5" })).toMatch(/^failure .*hands out/);
  expect(judge({ got: "pair", relayed: "192.168.1.6" }, "192.168.1.5")).toMatch(/^failure .*hands/);
});

test.each([
  [401, /CONFERENCE_TURN_SECRET.*turn-config.*clock/],
  [486, /user-quota/],
  [508, /min-port/],
  [437, /437 No.*log/],
])("judgeRelay() knows what helps against %i", (code, words) => {
  expect(judge(refused(code))).toMatch(words);
});

test("judgeRelay() tells peers that are forbidden from ports that are closed", () => {
  const allocation = { got: "allocation", relayed: "9.9.9.9" } as const;
  const forbidden = { type: "refused", code: 403, reason: "Forbidden IP" } as const;
  expect(judge({ ...allocation, failure: forbidden })).toMatch(/allowed-peer-ip=9\.9\.9\.9/);
  expect(judge({ ...allocation, failure: { type: "no-answer" } })).toMatch(/min-port.*firewall/);
});

test("judgeRelay() names a relay that is at loopback", () => {
  const failure = { type: "refused", code: 403, reason: "Forbidden IP" } as const;
  const words = judge({ got: "allocation", relayed: "127.0.0.1", failure }, "127.0.0.1");
  expect(words).toMatch(/^failure .*this machine to everybody.*CONFERENCE_TURN_RELAY_ADDRESS/);
});

test("judgeRelay() says where nobody answers, and why", () => {
  const closed = { type: "cannot-connect", code: "ECONNREFUSED" } as const;
  expect(judge({ got: "nothing", failure: closed })).toMatch(/nothing listens.*UDP port 3478/);
  const ended = { type: "cannot-connect", code: "CERT_HAS_EXPIRED" } as const;
  expect(judge({ got: "nothing", failure: ended })).toMatch(/has ended.*of a known authority/);
});
