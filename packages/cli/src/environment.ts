import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Environment } from "@lectern/settings/read-settings";

/** The environment with the `.env` file of a folder beneath it: what is set for the process wins. */
export function readEnvironment(folder: string, env: Environment): Environment {
  const file = join(folder, ".env");
  return existsSync(file) ? { ...parseEnv(readFileSync(file, "utf8")), ...env } : env;
}
