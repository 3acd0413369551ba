import { fail, ok, type Result } from "@lectern/protocol/result";
import { type Environment, readSettings, type SettingError } from "./read-settings.ts";
import { settings } from "./table.ts";

/** The relay of calls that find no direct way. */
export interface TurnConfig {
  readonly urls: readonly string[];
  /** Shared with it; the first signs credentials. */
  readonly secrets: readonly [string, ...string[]];
}

/** Reads where the relay is and what opens it: `null` when there is none, or all that is wrong. */
export function readTurn(env: Environment): Result<TurnConfig | null, readonly SettingError[]> {
  const read = readSettings(["turnUrls", "turnSecret"], env);
  if (!read.ok) return read;
  const { turnUrls: urls, turnSecret } = read.value;
  if (urls.length === 0) return ok(null);
  const [first, ...others] = turnSecret ?? [];
  if (first !== undefined) return ok({ urls, secrets: [first, ...others] });
  const { name, allowed } = settings.turnSecret;
  const reason = `${allowed}, since ${settings.turnUrls.name} is set`;
  return fail([{ setting: name, found: "nothing", allowed: reason }]);
}
