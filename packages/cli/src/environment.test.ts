import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeError } from "@lectern/settings/read-settings";
import { expect, test } from "vitest";
import { readEnvironment } from "./environment.ts";

function folderWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "lectern-env-"));
  writeFileSync(join(folder, ".env"), text);
  return folder;
}

test("readEnvironment() takes what a .env file sets, and the process's own before it", () => {
  const folder = folderWith("LECTERN_PORT=1\nLECTERN_HOST=a # remark\n\n# another\n");
  expect(readEnvironment(folder, { LECTERN_PORT: "2" })).toEqual({
    env: { LECTERN_PORT: "2", LECTERN_HOST: "a" },
    errors: [],
  });
});

test("readEnvironment() takes a quoted value of several lines", () => {
  const servers = '[\n  { "urls": "stun:a.example" }\n]';
  const { env, errors } = readEnvironment(
    folderWith(`CONFERENCE_ICE_SERVERS='${servers}'\nLECTERN_PORT=3\n`),
    {},
  );
  expect(errors).toEqual([]);
  expect(env).toEqual({ CONFERENCE_ICE_SERVERS: servers, LECTERN_PORT: "3" });
});

test("readEnvironment() without a file is the process's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "lectern-env-"));
  expect(readEnvironment(folder, { A: "1" })).toEqual({ env: { A: "1" }, errors: [] });
});

test("readEnvironment() names every line that sets nothing, without showing it, and every unknown name", () => {
  const folder = folderWith(
    "LECTERN_PORT=1\nhunter2hunter2\nCONFERENCE_SIGNALING_PROT=2\nOTHER_PROGRAM=3\nLECTERN_HOST localhost\n",
  );
  expect(readEnvironment(folder, {}).errors.map(describeError)).toEqual([
    '.env, line 2: found 14 characters without "="; allowed: NAME=value, or # and a remark',
    '.env, line 5: found 22 characters without "="; allowed: NAME=value, or # and a remark',
    ".env, CONFERENCE_SIGNALING_PROT: found no setting of this name; allowed: the settings that `lectern serve --help` lists",
  ]);
});

test("readEnvironment() names a value that would be cut at its #, and shows nothing of it", () => {
  const folder = folderWith(`A=b#c\nB='b#c'\nC=b # c\n#D=b#c\nE=#c\nF="\nG=b#c\n"\n`);
  expect(readEnvironment(folder, {}).errors.map(describeError)).toEqual([
    ".env, A: found a # within a value; allowed: quotes around a value with a #, or a blank before a remark",
  ]);
});

test("readEnvironment() passes over the mark that some editors put before a file", () => {
  const { env, errors } = readEnvironment(folderWith("\uFEFFLECTERN_PORT=1\n"), {});
  expect(errors).toEqual([]);
  expect(env).toEqual({ LECTERN_PORT: "1" });
});

test("readEnvironment() says so when the file cannot be read", () => {
  const folder = mkdtempSync(join(tmpdir(), "lectern-env-"));
  mkdirSync(join(folder, ".env"));
  expect(readEnvironment(folder, {}).errors.map(describeError)).toEqual([
    ".env: found EISDIR; allowed: a file that can be read",
  ]);
});
