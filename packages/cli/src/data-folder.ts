import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fail, ok, type Result } from "@lectern/protocol/result";
import type { SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";

/** Whether a path is a folder that can be written to, or one that can be made; makes nothing. */
export function canBeDataFolder(path: string): boolean {
  if (!existsSync(path)) return canBeDataFolder(dirname(resolve(path)));
  try {
    accessSync(path, constants.W_OK);
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Makes the data folder if it is missing; only its owner may look into it. */
export function openDataFolder(path: string): Result<string, SettingError> {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
    return ok(path);
  } catch {
    return fail(unusableFolder(path));
  }
}

export function unusableFolder(path: string): SettingError {
  const allowed = "a folder that can be made and written to";
  return { setting: settings.dataDir.name, found: JSON.stringify(path), allowed };
}

/** 256 bit, as text. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Secrets that are made when no setting gives them, by the file that keeps them. */
export const secretSettings = {
  "signaling-secret": settings.signalingSecret,
  "turn-secret": settings.turnSecret,
};

export type SecretFile = keyof typeof secretSettings;

/** A secret that `serve` keeps; `null` when there is none yet, or it is not for us to read. */
export function keptSecret(dataDir: string, name: SecretFile): string | null {
  try {
    return readFileSync(join(dataDir, name), "utf8").trim() || null;
  } catch {
    return null;
  }
}

/** A secret of Lectern's own: made at the first start, and kept for the owner alone. */
export function keepSecret(dataDir: string, name: SecretFile): Result<string, SettingError> {
  const file = join(dataDir, name);
  const kept = existsSync(file) ? readFileSync(file, "utf8").trim() : "";
  if (kept !== "") return checkSecret(kept, file, name);
  const secret = newSecret();
  writeSecretFile(file, `${secret}\n`);
  return ok(secret);
}

/** Renamed into place, so that a start that is cut short leaves no half of one. */
export function writeSecretFile(file: string, text: string): void {
  writeFileSync(`${file}.new`, text, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function checkSecret(secret: string, file: string, name: SecretFile): Result<string, SettingError> {
  const { allowed, read } = secretSettings[name];
  if (read(secret)) return ok(secret);
  return fail({ setting: file, found: `${secret.length} characters (not shown)`, allowed });
}
