import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the data folder if it is missing, open to its owner only, and names the database in it.
 *
 * @throws when it cannot be made or written
 */
export function openDataFolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  return join(folder, "lectern.db");
}
