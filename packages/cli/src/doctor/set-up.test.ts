import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeError, type Environment } from "@lectern/settings/read-settings";
import { expect, test } from "vitest";
import { readSetUp, type SetUp } from "./set-up.ts";

function newFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "lectern-doctor-")), "data");
}

function read(address: string | undefined, env: Environment, flags = {}): SetUp {
  const setUp = readSetUp(address, flags, { env, errors: [] });
  if (!setUp.ok) throw new Error(setUp.error.map(describeError).join("\n"));
  return setUp.value;
}

test("readSetUp() makes neither folder nor secret, and takes the secret that is kept", () => {
  const LECTERN_DATA_DIR = newFolder();
  expect(read(undefined, { LECTERN_DATA_DIR }).config.signaling.secret).toBeNull();
  expect(existsSync(LECTERN_DATA_DIR)).toBe(false);
  mkdirSync(LECTERN_DATA_DIR);
  const secret = "a secret of this test of 32 bytes or more";
  writeFileSync(join(LECTERN_DATA_DIR, "signaling-secret"), `${secret}\n`);
  expect(read(undefined, { LECTERN_DATA_DIR }).config.signaling.secret).toBe(secret);
});

test("readSetUp() takes a relay of --turn that was never started for none", () => {
  const folder = newFolder();
  const programs = mkdtempSync(join(tmpdir(), "lectern-doctor-"));
  for (const program of ["turnserver", "setpriv"]) writeFileSync(join(programs, program), "");
  const env = { LECTERN_DATA_DIR: folder, PATH: programs, CONFERENCE_TURN_URLS: "turn:a.example" };
  expect(read(undefined, env, { turn: true }).config.turn).toBeNull();
  mkdirSync(folder);
  writeFileSync(join(folder, "turn-secret"), "a".repeat(32));
  expect(read(undefined, env, { turn: true }).config.turn).toMatchObject({
    urls: ["turn:a.example"],
  });
});

test("readSetUp() leads pages of an address to the socket that they would be led to", () => {
  const env = { LECTERN_DATA_DIR: newFolder() };
  expect(read(undefined, env).socket?.href).toBe("ws://127.0.0.1:6001/ws/conference");
  const proxied = { ...env, CONFERENCE_SIGNALING_PUBLIC_PORT: "443" };
  const { page, socket } = read("https://school.example", proxied);
  expect([page.origin, socket?.href]).toEqual([
    "https://school.example",
    "wss://school.example/ws/conference",
  ]);
  expect(read(undefined, { ...env, CONFERENCE_SIGNALING_ENABLED: "false" }).socket).toBeNull();
});

test.each(["school.example", "wss://school.example", "https://school.example/room"])(
  "readSetUp() takes %s for no address, and names what else is wrong beside it",
  (address) => {
    const env = { LECTERN_PORT: "eighty" };
    const setUp = readSetUp(address, {}, { env, errors: [] });
    const names = setUp.ok ? [] : setUp.error.map(({ setting }) => setting);
    expect(names).toEqual(["LECTERN_PORT", "The address"]);
  },
);
