import { describe, expect, test } from "vitest";
import { describeError, readSettings } from "./read-settings.ts";
import { type SettingKey, settings } from "./table.ts";

const allKeys = Object.keys(settings) as SettingKey[];

describe("readSettings()", () => {
  test("gives every setting its fallback in an empty environment", () => {
    expect(readSettings(allKeys, {})).toEqual({
      ok: true,
      value: {
        host: "127.0.0.1",
        port: 8000,
        dataDir: "data",
        tlsCert: null,
        tlsKey: null,
        trustProxy: [],
        log: "auto",
        logLevel: "info",
        signalingEnabled: true,
        signalingHost: null,
        signalingBindHost: "127.0.0.1",
        signalingPort: 6001,
        signalingScheme: null,
        signalingPath: "/ws/conference",
        signalingTokenTtl: 7200,
        signalingPublicPort: null,
        signalingSecret: null,
        signalingAllowedOrigins: [],
        signalingMaxSeats: 500,
        signalingMaxConnections: 20_000,
        signalingMaxWaiting: 500,
        signalingChatRate: { perSecond: 10, burst: 100 },
        signalingCandidateRate: { perSecond: 100, burst: 400 },
        signalingDescriptionRate: { perSecond: 20, burst: 80 },
        signalingJoinRate: { perSecond: 2, burst: 10 },
        signalingClosingsFile: null,
        signalingDrainSeconds: 10,
        signalingAdminPort: 0,
        signalingAdminSecret: null,
        iceServers: [],
        turnUrls: [],
        turnSecret: null,
        turnRelayAddress: null,
        turnPublicAddress: null,
        turnRelayPorts: { first: 49_152, last: 65_535 },
        turnClassSize: 30,
      },
    });
  });

  test("reads an empty variable as an unset one", () => {
    expect(readSettings(["port"], { LECTERN_PORT: " " })).toEqual({
      ok: true,
      value: { port: 8000 },
    });
  });

  test("names every wrong setting at once", () => {
    const result = readSettings(allKeys, {
      LECTERN_PORT: "80000",
      CONFERENCE_SIGNALING_ENABLED: "maybe",
      CONFERENCE_SIGNALING_SCHEME: "http",
      CONFERENCE_SIGNALING_PATH: "ws",
      CONFERENCE_SIGNALING_TOKEN_TTL: "2h",
    });
    expect(result.ok ? [] : result.error.map(describeError)).toEqual([
      'LECTERN_PORT: found "80000"; allowed: a whole number from 1 to 65535',
      'CONFERENCE_SIGNALING_ENABLED: found "maybe"; allowed: true or false',
      'CONFERENCE_SIGNALING_SCHEME: found "http"; allowed: ws, wss',
      'CONFERENCE_SIGNALING_PATH: found "ws"; allowed: a path that starts with / and has no ? or #',
      'CONFERENCE_SIGNALING_TOKEN_TTL: found "2h"; allowed: a whole number from 1 to 86400',
    ]);
  });

  test("never shows a secret", () => {
    const result = readSettings(["signalingSecret"], { CONFERENCE_SIGNALING_SECRET: "hunter2" });
    expect(JSON.stringify(result)).not.toContain("hunter2");
    expect(result.ok).toBe(false);
  });

  test.each([
    ["signalingSecret", `${"a".repeat(32)}, ${"b".repeat(40)}`, ["a".repeat(32), "b".repeat(40)]],
    [
      "signalingAllowedOrigins",
      "https://a.example,http://b.example:81",
      ["https://a.example", "http://b.example:81"],
    ],
    ["trustProxy", "loopback, 10.0.0.0/8", ["loopback", "10.0.0.0/8"]],
    ["trustProxy", "192.0.2.1,fd00::/8", ["192.0.2.1", "fd00::/8"]],
    ["signalingBindHost", "::1", "::1"],
    ["signalingBindHost", "[::1]", "::1"],
    ["signalingHost", "live.school.example", "live.school.example"],
    ["host", "192.0.2.1", "192.0.2.1"],
    ["iceServers", '[{"urls":"stun:a.example:3478"}]', [{ urls: "stun:a.example:3478" }]],
    ["iceServers", '[{"urls":"stun:[::1]:19302"}]', [{ urls: "stun:[::1]:19302" }]],
    ["iceServers", '[{"urls":"stuns:192.0.2.1"}]', [{ urls: "stuns:192.0.2.1" }]],
    [
      "iceServers",
      '[{"urls":["turns:a.example?transport=tcp"],"username":"u","credential":"c"}]',
      [{ urls: ["turns:a.example?transport=tcp"], username: "u", credential: "c" }],
    ],
  ] as const)("reads %s from %s", (key, text, value) => {
    expect(readSettings([key], { [settings[key].name]: text })).toEqual({
      ok: true,
      value: { [key]: value },
    });
  });

  test("refuses a TURN user name that browsers find too long", () => {
    const read = (length: number) => {
      const server = { urls: "turn:a.example", username: "u".repeat(length), credential: "c" };
      return readSettings(["iceServers"], { CONFERENCE_ICE_SERVERS: JSON.stringify([server]) }).ok;
    };
    expect([read(509), read(510)]).toEqual([true, false]);
  });

  test.each([
    ["signalingSecret", `${"a".repeat(32)},short`],
    ["signalingAllowedOrigins", "https://a.example/path"],
    ["signalingHost", "a.example:6001"],
    ["signalingBindHost", "no host"],
    ["signalingHost", ":"],
    ["host", "[::1"],
    ["host", "::1]"],
    ["host", "[192.0.2.1]"],
    ["host", "999.1.1.1"],
    ["host", "::1%eth0"],
    ["trustProxy", "everybody"],
    ["trustProxy", "dead"],
    ["trustProxy", "999.1.1.1"],
    ["trustProxy", "1.2.3.4/33"],
    ["trustProxy", "1.2.3.4/0"],
    ["trustProxy", "::1/129"],
    ["trustProxy", "loopback/8"],
    ["iceServers", "stun:a.example"],
    ["iceServers", '[{"urls":"https://a.example"}]'],
    ["iceServers", '[{"urls":"turn:a.example"}]'],
    ["iceServers", '{"urls":"stun:a.example"}'],
    ["iceServers", '[{"urls":"stun:127.0.0.1:99999"}]'],
    ["iceServers", '[{"urls":"stun:a.example:0"}]'],
    ["iceServers", '[{"urls":"stun:a.example:"}]'],
    ["iceServers", '[{"urls":"stun:a.example:port"}]'],
    ["iceServers", '[{"urls":"stun://a.example"}]'],
    ["iceServers", '[{"urls":"stun:a.example/x"}]'],
    ["iceServers", '[{"urls":"stun:::1"}]'],
    ["iceServers", '[{"urls":"stun:[::1"}]'],
    ["iceServers", '[{"urls":"stun:[a.example]:3478"}]'],
    ["iceServers", '[{"urls":"stun:a.example?transport=udp"}]'],
    ["iceServers", '[{"urls":"turn:u@a.example","username":"u","credential":"c"}]'],
    ["signalingMaxSeats", "1"],
    ["turnUrls", "stun:a.example"],
    ["turnUrls", "turn:a.example,turns:a.example?transport=udp"],
    ["turnSecret", "short"],
    ["turnRelayAddress", "::1"],
    ["turnRelayAddress", "turn.example"],
    ["turnRelayPorts", "50000"],
    ["turnRelayPorts", "50000-49999"],
    ["turnRelayPorts", "1000-2000"],
    ["turnRelayPorts", "50000-65536"],
    ["turnSecret", `${"a".repeat(40)}#`],
  ] as const)("refuses %s from %s", (key, text) => {
    expect(readSettings([key], { [settings[key].name]: text }).ok).toBe(false);
  });
});
