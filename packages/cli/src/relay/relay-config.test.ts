import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeError, type Environment } from "@lectern/settings/read-settings";
import { expect, test } from "vitest";
import { keepSelfSigned } from "../self-signed.ts";
import { readRelayConfig } from "./relay-config.ts";

const env = {
  CONFERENCE_TURN_URLS: "turn:a.example:80,turn:a.example:80?transport=tcp",
  CONFERENCE_TURN_SECRET: "a".repeat(32),
  CONFERENCE_TURN_RELAY_ADDRESS: "10.0.0.7",
};

function errorsOf(changes: Environment): readonly string[] {
  const read = readRelayConfig({ ...env, ...changes });
  return read.ok ? [] : read.error.map(describeError);
}

test("readRelayConfig() takes the port from the URLs", () => {
  expect(readRelayConfig(env)).toMatchObject({
    ok: true,
    value: { port: 80, tls: null, relayAddress: "10.0.0.7", publicAddress: null },
  });
});

test("readRelayConfig() takes the certificate where a URL speaks TLS", async () => {
  const files = await keepSelfSigned(mkdtempSync(join(tmpdir(), "lectern-relay-")));
  const read = readRelayConfig({
    ...env,
    CONFERENCE_TURN_URLS: "turns:a.example:443?transport=tcp",
    LECTERN_TLS_CERT: files.cert,
    LECTERN_TLS_KEY: files.key,
  });
  expect(read).toMatchObject({ ok: true, value: { port: 3478, tls: { port: 443, ...files } } });
});

test.each([
  ["no URL", { CONFERENCE_TURN_URLS: "" }, "CONFERENCE_TURN_URLS: found nothing"],
  ["no secret", { CONFERENCE_TURN_SECRET: "" }, "CONFERENCE_TURN_SECRET: found nothing"],
  ["two ports", { CONFERENCE_TURN_URLS: "turn:a,turn:a:80" }, "the same port in all"],
  ["no certificate", { CONFERENCE_TURN_URLS: "turns:a" }, "LECTERN_TLS_CERT: found nothing"],
])("readRelayConfig() names %s", (_, changes, words) => {
  expect(errorsOf(changes)).toEqual([expect.stringContaining(words)]);
});
