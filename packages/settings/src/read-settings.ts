import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Setting } from "./setting.ts";
import { type SettingKey, type SettingValue, settings } from "./table.ts";

/** A setting that cannot be used: its name, what was found, what is allowed. */
export interface SettingError {
  readonly setting: string;
  readonly found: string;
  readonly allowed: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export type Values<K extends SettingKey> = { readonly [Key in K]: SettingValue<Key> };

/** Reads some settings out of an environment: all of their values, or all that is wrong with them. */
export function readSettings<K extends SettingKey>(
  keys: readonly K[],
  env: Environment,
): Result<Values<K>, readonly SettingError[]> {
  const values: Record<string, unknown> = {};
  const errors: SettingError[] = [];
  for (const key of keys) {
    const setting: Setting<unknown> = settings[key];
    const text = (env[setting.name] ?? "").trim() || setting.fallback;
    const value = setting.read(text);
    if (value === undefined) errors.push(wrong(setting, text));
    else values[key] = value;
  }
  return errors.length === 0 ? ok(values as Values<K>) : fail(errors);
}

/** One line for a person: what is wrong and what would be right. */
export function describeError({ setting, found, allowed }: SettingError): string {
  return `${setting}: found ${found}; allowed: ${allowed}`;
}

function wrong(setting: Setting<unknown>, text: string): SettingError {
  const found = setting.isSecret ? `${text.length} characters (not shown)` : JSON.stringify(text);
  return { setting: setting.name, found, allowed: setting.allowed };
}
