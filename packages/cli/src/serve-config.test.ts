import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeError } from "@lectern/settings/read-settings";
import { expect, test } from "vitest";
import { readServeConfig, type ServeFlags } from "./serve-config.ts";

function newFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "lectern-serve-")), "data");
}

async function read(flags: ServeFlags, env: Readonly<Record<string, string>>) {
  const result = await readServeConfig(flags, env);
  if (!result.ok) throw new Error(result.error.map(describeError).join("\n"));
  return result.value;
}

test("readServeConfig() makes the data folder and the secret for its owner alone, and keeps them", async () => {
  const LECTERN_DATA_DIR = newFolder();
  const first = await read({}, { LECTERN_DATA_DIR });
  const file = join(LECTERN_DATA_DIR, "signaling-secret");
  expect(statSync(LECTERN_DATA_DIR).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const secret = readFileSync(file, "utf8").trim();
  expect(secret).toHaveLength(43);
  expect(first.env["CONFERENCE_SIGNALING_SECRET"]).toBe(secret);
  const second = await read({}, { LECTERN_DATA_DIR });
  expect(second.env["CONFERENCE_SIGNALING_SECRET"]).toBe(secret);
});

test("readServeConfig() makes no secret where one is set", async () => {
  const LECTERN_DATA_DIR = newFolder();
  const secret = "a-secret-of-the-school-for-its-own-tokens";
  const { env } = await read({}, { LECTERN_DATA_DIR, CONFERENCE_SIGNALING_SECRET: secret });
  expect(env["CONFERENCE_SIGNALING_SECRET"]).toBe(secret);
  expect(existsSync(join(LECTERN_DATA_DIR, "signaling-secret"))).toBe(false);
});

test("readServeConfig() puts a flag before the environment", async () => {
  const LECTERN_DATA_DIR = newFolder();
  const { app } = await read(
    { host: "127.0.0.2", port: "8100" },
    { LECTERN_DATA_DIR, LECTERN_HOST: "127.0.0.3", LECTERN_PORT: "8200" },
  );
  expect([app.host, app.port]).toEqual(["127.0.0.2", 8100]);
});

test("--tls self-signed makes one pair, and one port for a LAN", async () => {
  const LECTERN_DATA_DIR = newFolder();
  const flags = { tls: "self-signed", port: "8443" };
  const { app, env } = await read(flags, { LECTERN_DATA_DIR });
  expect(app.host).toBe("0.0.0.0");
  expect(app.tls).not.toBeNull();
  expect(env["CONFERENCE_SIGNALING_PUBLIC_PORT"]).toBe("8443");
  const key = env["LECTERN_TLS_KEY"] ?? "";
  expect(statSync(key).mode & 0o777).toBe(0o600);
  const before = readFileSync(key, "utf8");
  await read(flags, { LECTERN_DATA_DIR });
  expect(readFileSync(key, "utf8")).toBe(before);
});

test("--turn makes URLs and a secret of the relay for its owner alone, and keeps it", async () => {
  const LECTERN_DATA_DIR = newFolder();
  const PATH = programs("turnserver", "setpriv");
  const env = { LECTERN_DATA_DIR, PATH, CONFERENCE_SIGNALING_HOST: "live.school.example" };
  const { app, relay } = await read({ turn: true }, env);
  const urls = ["udp", "tcp"].map((name) => `turn:live.school.example?transport=${name}`);
  expect(app.turn).toEqual({ urls, secrets: [expect.stringMatching(/^.{43}$/)] });
  expect(relay).toMatchObject({ ...app.turn, port: 3478, tls: null });
  expect(statSync(join(LECTERN_DATA_DIR, "turn-secret")).mode & 0o777).toBe(0o600);
  expect((await read({ turn: true }, env)).relay?.secrets).toEqual(relay?.secrets);
  expect((await read({}, env)).app.turn).toBeNull();
});

test("--turn without coturn names it, and makes nothing", async () => {
  const LECTERN_DATA_DIR = newFolder();
  const result = await readServeConfig({ turn: true }, { LECTERN_DATA_DIR, PATH: "" });
  expect(result.ok ? [] : result.error.map(({ setting }) => setting)).toEqual(["--turn"]);
  expect(existsSync(LECTERN_DATA_DIR)).toBe(false);
});

test("readServeConfig() names all that is wrong, of the app, of the signaling server and of the flags", async () => {
  const result = await readServeConfig(
    { tls: "bought", port: "eighty" },
    {
      LECTERN_DATA_DIR: "/dev/null/data",
      LECTERN_LOG: "paper",
      CONFERENCE_SIGNALING_SECRET: "short",
      CONFERENCE_SIGNALING_ALLOWED_ORIGINS: "school",
      CONFERENCE_ICE_SERVERS: "{",
    },
  );
  const errors = result.ok ? [] : result.error;
  expect(errors.map(({ setting }) => setting).toSorted()).toEqual([
    "--tls",
    "CONFERENCE_ICE_SERVERS",
    "CONFERENCE_SIGNALING_ALLOWED_ORIGINS",
    "CONFERENCE_SIGNALING_SECRET",
    "LECTERN_DATA_DIR",
    "LECTERN_LOG",
    "LECTERN_PORT",
  ]);
  expect(errors.map(describeError).join("\n")).not.toContain("short");
});

test("readServeConfig() makes no folder where a setting is wrong", async () => {
  const LECTERN_DATA_DIR = newFolder();
  expect((await readServeConfig({ port: "eighty" }, { LECTERN_DATA_DIR })).ok).toBe(false);
  expect(existsSync(LECTERN_DATA_DIR)).toBe(false);
});

test("a data folder that cannot be made is named, together with what else is wrong", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "lectern-serve-")), "file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "data")]) {
    const env = { LECTERN_DATA_DIR: path, LECTERN_PORT: "eighty" };
    const result = await readServeConfig({}, env);
    expect(result.ok ? [] : result.error.map(describeError)).toEqual([
      'LECTERN_PORT: found "eighty"; allowed: a whole number from 1 to 65535',
      `LECTERN_DATA_DIR: found ${JSON.stringify(path)}; allowed: a folder that can be made and written to`,
    ]);
  }
});

/** A folder with programs of these names. */
function programs(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "lectern-programs-"));
  for (const name of names) writeFileSync(join(folder, name), "");
  return folder;
}
