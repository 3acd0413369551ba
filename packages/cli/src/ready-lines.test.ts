import { readAppConfig } from "@lectern/app/config";
import { expect, test } from "vitest";
import { readyLines } from "./ready-lines.ts";

const news = {
  firstAccountPath: "/welcome#s",
  relayUrls: [],
  logFile: null,
  lanAddresses: ["192.0.2.7"],
};
const warning = /http only on this machine/;

function linesWith(env: Readonly<Record<string, string>>, isTls = false): string {
  const config = readAppConfig(env);
  if (!config.ok) throw new RangeError("Cannot read the settings");
  const tls = isTls ? { cert: Buffer.of(), key: Buffer.of() } : null;
  return readyLines({ ...config.value, tls }, news).join("\n");
}

test("on loopback there is one address, and nothing to warn of", () => {
  const lines = linesWith({});
  expect(lines).toContain("  http://127.0.0.1:8000\n");
  expect(lines).toContain("  http://127.0.0.1:8000/welcome#s\n");
  expect(lines).not.toMatch(warning);
});

test("everywhere without TLS the link is that of this machine, where browsers give a camera", () => {
  const lines = linesWith({ LECTERN_HOST: "0.0.0.0" });
  expect(lines).toMatch(/http:\/\/localhost:8000\n {2}http:\/\/192\.0\.2\.7:8000\n/);
  expect(lines).toContain("  http://localhost:8000/welcome#s\n");
  expect(lines).toMatch(warning);
});

test("everywhere with TLS the address that students type is the first", () => {
  const lines = linesWith({ LECTERN_HOST: "::" }, true);
  expect(lines).toMatch(/https:\/\/192\.0\.2\.7:8000\n {2}https:\/\/localhost:8000\n/);
  expect(lines).toContain("  https://192.0.2.7:8000/welcome#s\n");
  expect(lines).not.toMatch(warning);
});

test("an address of the network without TLS is warned of, unless a proxy is in front", () => {
  expect(linesWith({ LECTERN_HOST: "2001:db8::1" })).toContain("  http://[2001:db8::1]:8000\n");
  expect(linesWith({ LECTERN_HOST: "192.0.2.7" })).toMatch(warning);
  const proxied = { LECTERN_HOST: "192.0.2.7", LECTERN_TRUST_PROXY: "192.0.2.1" };
  expect(linesWith(proxied)).not.toMatch(warning);
});

test("that live classes are off is said", () => {
  expect(linesWith({ CONFERENCE_SIGNALING_ENABLED: "false" })).toContain("Live classes are off");
});
