import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Check } from "./check.ts";
import { bad, type Finding, good, skipped } from "./finding.ts";

/** Files of the data folder with which one could speak as Lectern. */
const secretFiles = ["signaling-secret", "turn-secret", "turnserver.conf", join("tls", "key.pem")];

/** Whether the data folder and its secrets are for their owner alone. */
export const dataFolderCheck: Check = {
  id: "data-folder",
  needs: [],
  run: async ({ config: { dataDir } }) => {
    const name = `The data folder ${JSON.stringify(dataDir)}`;
    if (!existsSync(dataDir)) return [skipped(`${name} is not there yet; a start makes it`)];
    const faults = [
      ...openness(dataDir, "700"),
      ...secretFiles.flatMap((file) => openness(join(dataDir, file), "600")),
    ];
    return faults.length > 0
      ? faults
      : [good(`${name} can be written to, and only its owner reads it`)];
  },
};

/** Windows keeps no such modes, and tells all files for open. */
function openness(path: string, mode: string): readonly Finding[] {
  if (process.platform === "win32" || !existsSync(path)) return [];
  const found = statSync(path).mode & 0o777;
  if ((found & 0o077) === 0) return [];
  return [
    bad(
      `Others of this machine may open ${JSON.stringify(path)} (mode ${found.toString(8)})`,
      `chmod ${mode} ${JSON.stringify(path)}`,
    ),
  ];
}
