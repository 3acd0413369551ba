import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Environment, SettingError } from "@lectern/settings/read-settings";

/** What it takes to run a relay, with the Debian packages that have it. */
const packages = { turnserver: "coturn", setpriv: "util-linux" };

/** Looks for the programs of a relay on this machine, or gives what to install. */
export function findRelayPrograms(env: Environment): Result<null, readonly SettingError[]> {
  const folders = (env["PATH"] ?? "").split(delimiter);
  const missing = Object.entries(packages).filter(
    ([command]) => !folders.some((folder) => existsSync(join(folder, command))),
  );
  if (missing.length === 0) return ok(null);
  const found = `no ${missing.map(([command]) => command).join(" and no ")} on this machine`;
  const names = missing.map(([, debianPackage]) => debianPackage).join(" ");
  const allowed = `coturn is installed (Debian: apt-get install ${names})`;
  return fail([{ setting: "--turn", found, allowed }]);
}
