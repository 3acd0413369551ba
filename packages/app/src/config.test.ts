import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOnePort, readAppConfig } from "./config.ts";
import { tlsPair } from "./testing/tls-pair.ts";

const folder = mkdtempSync(join(tmpdir(), "lectern-config-"));
const cert = file("cert.pem", tlsPair.cert);
const key = file("key.pem", tlsPair.key);
const none = join(folder, "none.pem");

test("readAppConfig() of nothing has the defaults", () => {
  const config = readAppConfig({});
  expect(config).toMatchObject({
    ok: true,
    value: {
      host: "127.0.0.1",
      port: 8000,
      tls: null,
      trustProxy: [],
      signaling: { enabled: true, port: 6001, path: "/ws/conference", secret: null },
      iceServers: [],
      turn: null,
    },
  });
});

test("readAppConfig() reads a certificate and its key, and signs with the first secret", () => {
  const secrets = `${"a".repeat(32)},${"b".repeat(32)}`;
  const config = readAppConfig({
    LECTERN_TLS_CERT: cert,
    LECTERN_TLS_KEY: key,
    CONFERENCE_SIGNALING_SECRET: secrets,
  });
  expect(config).toMatchObject({ ok: true, value: { signaling: { secret: "a".repeat(32) } } });
  expect(config.ok && String(config.value.tls?.key)).toBe(tlsPair.key);
});

test.each([
  ["a certificate alone", { LECTERN_TLS_CERT: cert }, ["LECTERN_TLS_KEY"]],
  [
    "a certificate alone that is not there",
    { LECTERN_TLS_CERT: none },
    ["LECTERN_TLS_CERT", "LECTERN_TLS_KEY"],
  ],
  ["a key alone", { LECTERN_TLS_KEY: key }, ["LECTERN_TLS_CERT"]],
  [
    "files that are not there",
    { LECTERN_TLS_CERT: none, LECTERN_TLS_KEY: none },
    ["LECTERN_TLS_CERT", "LECTERN_TLS_KEY"],
  ],
  [
    "a key for a certificate",
    { LECTERN_TLS_CERT: key, LECTERN_TLS_KEY: key },
    ["LECTERN_TLS_CERT"],
  ],
  [
    "one port for two",
    { LECTERN_PORT: "7000", CONFERENCE_SIGNALING_PORT: "7000" },
    ["CONFERENCE_SIGNALING_PORT"],
  ],
  [
    "three things at once",
    { LECTERN_PORT: "x", CONFERENCE_SIGNALING_PATH: "ws", CONFERENCE_ICE_SERVERS: "{}" },
    ["LECTERN_PORT", "CONFERENCE_SIGNALING_PATH", "CONFERENCE_ICE_SERVERS"],
  ],
  [
    "a certificate that is not there beside a wrong path, and one port for two",
    {
      LECTERN_TLS_CERT: none,
      LECTERN_TLS_KEY: key,
      CONFERENCE_SIGNALING_PATH: "ws",
      LECTERN_PORT: "7000",
      CONFERENCE_SIGNALING_PORT: "7000",
    },
    ["CONFERENCE_SIGNALING_PATH", "LECTERN_TLS_CERT", "CONFERENCE_SIGNALING_PORT"],
  ],
])("readAppConfig() names %s", (_, env, names) => {
  const config = readAppConfig(env);
  expect(config.ok ? [] : config.error.map(({ setting }) => setting)).toEqual(names);
});

test.each([
  [{ CONFERENCE_SIGNALING_PUBLIC_PORT: "8000" }, true],
  [{ CONFERENCE_SIGNALING_PUBLIC_PORT: "443" }, false],
  [{ CONFERENCE_SIGNALING_PUBLIC_PORT: "8000", CONFERENCE_SIGNALING_ENABLED: "false" }, false],
  [{}, false],
])("isOnePort() with %j is %s", (env, isOne) => {
  const config = readAppConfig(env);
  expect(config.ok && isOnePort(config.value)).toBe(isOne);
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}
