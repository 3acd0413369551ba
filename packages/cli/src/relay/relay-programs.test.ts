import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeError } from "@lectern/settings/read-settings";
import { expect, test } from "vitest";
import { findRelayPrograms } from "./relay-programs.ts";

test("findRelayPrograms() says what to install, until it is there", () => {
  const folder = mkdtempSync(join(tmpdir(), "lectern-programs-"));
  const env = { PATH: `/nowhere:${folder}` };
  const words = () => {
    const found = findRelayPrograms(env);
    return found.ok ? [] : found.error.map(describeError);
  };
  expect(words()).toEqual([
    "--turn: found no turnserver and no setpriv on this machine; allowed: coturn is installed (Debian: apt-get install coturn util-linux)",
  ]);
  writeFileSync(join(folder, "setpriv"), "");
  expect(words()).toEqual([expect.stringContaining("apt-get install coturn)")]);
  writeFileSync(join(folder, "turnserver"), "");
  expect(words()).toEqual([]);
});
