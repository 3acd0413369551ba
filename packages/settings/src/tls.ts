import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { type Environment, readSettings, type SettingError } from "./read-settings.ts";
import { settings } from "./table.ts";

/** Certificate chain and private key, in PEM. */
export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** Reads the certificate and its key: the pair, `null` when none is set, or all that is wrong with it. */
export function readTls(env: Environment): Result<TlsPair | null, readonly SettingError[]> {
  const paths = readSettings(["tlsCert", "tlsKey"], env);
  if (!paths.ok) return paths;
  const { tlsCert: certPath, tlsKey: keyPath } = paths.value;
  const { tlsCert, tlsKey } = settings;
  if (certPath === null && keyPath === null) return ok(null);
  if (certPath === null) return fail([missing(tlsCert.name, tlsKey.name)]);
  if (keyPath === null) return fail([missing(tlsKey.name, tlsCert.name)]);
  const cert = readFile(certPath);
  const key = readFile(keyPath);
  if (cert && key) return checkPair({ cert, key }, certPath);
  return fail([
    ...(cert ? [] : [unreadable(tlsCert.name, certPath)]),
    ...(key ? [] : [unreadable(tlsKey.name, keyPath)]),
  ]);
}

function checkPair(pair: TlsPair, certPath: string): Result<TlsPair, readonly SettingError[]> {
  try {
    createSecureContext(pair);
    return ok(pair);
  } catch {
    const allowed = `a certificate in PEM, with its private key in ${settings.tlsKey.name}`;
    return fail([{ setting: settings.tlsCert.name, found: JSON.stringify(certPath), allowed }]);
  }
}

function readFile(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function missing(setting: string, other: string): SettingError {
  return { setting, found: "nothing", allowed: `a file, since ${other} is set` };
}

function unreadable(setting: string, path: string): SettingError {
  return { setting, found: JSON.stringify(path), allowed: "a file that can be read" };
}
