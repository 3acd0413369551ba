import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Environment, SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";

/** What the process and its `.env` file say, and what in the file cannot be meant. */
export interface FoundEnvironment {
  readonly env: Environment;
  readonly errors: readonly SettingError[];
}

/** The environment with the `.env` file of a folder beneath it: what is set for the process wins. */
export function readEnvironment(folder: string, env: Environment): FoundEnvironment {
  const file = join(folder, ".env");
  if (!existsSync(file)) return { env, errors: [] };
  try {
    const text = readFileSync(file, "utf8").replace(byteOrderMark, "");
    const set = parseEnv(text);
    return {
      env: { ...set, ...env },
      errors: [...strayLines(text), ...cutValues(text), ...Object.keys(set).flatMap(unknownName)],
    };
  } catch (error) {
    const found = error instanceof Error && "code" in error ? String(error.code) : "an error";
    return { env, errors: [{ setting: ".env", found, allowed: "a file that can be read" }] };
  }
}

/** Some editors put it before what they write. */
const byteOrderMark = /^\uFEFF/;

/**
 * `NAME=value` as `parseEnv` of Node takes it: the name, the value if it is quoted, which may go
 * over several lines, and the rest of the line.
 */
const assignment =
  /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*("[^"]*"|'[^']*'|`[^`]*`)?(.*)$/gm;

/** Node's own reader passes over what it does not understand, and a setting would be lost without a word. */
function strayLines(text: string): readonly SettingError[] {
  const rest = text.replace(assignment, (taken) => "\n".repeat(taken.split("\n").length - 1));
  return rest.split("\n").flatMap((line, at) => {
    const stray = line.trim();
    if (stray === "" || stray.startsWith("#")) return [];
    // The line may hold a secret: it is named by its number.
    const found = `${stray.length} characters without "="`;
    return [{ setting: `.env, line ${at + 1}`, found, allowed: "NAME=value, or # and a remark" }];
  });
}

/** Node's reader takes what follows a # for a remark, blank or no blank before it. */
function cutValues(text: string): readonly SettingError[] {
  const allowed = "quotes around a value with a #, or a blank before a remark";
  return [...text.matchAll(assignment)].flatMap(([, name, quoted, rest = ""]) => {
    const isCut = quoted === undefined && /^[^"'`#\s][^#]*(?<=\S)#/.test(rest);
    return isCut ? [{ setting: `.env, ${name}`, found: "a # within a value", allowed }] : [];
  });
}

const ownNames = new Set<string>(Object.values(settings).map(({ name }) => name));

function unknownName(name: string): readonly SettingError[] {
  if (!/^(?:LECTERN|CONFERENCE)_/.test(name) || ownNames.has(name)) return [];
  const allowed = "the settings that `lectern serve --help` lists";
  return [{ setting: `.env, ${name}`, found: "no setting of this name", allowed }];
}
