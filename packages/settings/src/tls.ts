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
  const cert = readPem(certPath, { setting: tlsCert.name, other: tlsKey.name });
  const key = readPem(keyPath, { setting: tlsKey.name, other: tlsCert.name });
  if (cert.ok && key.ok) return checkPair({ cert: cert.value, key: key.value }, certPath);
  return fail([cert, key].flatMap((file) => (file.ok ? [] : [file.error])));
}

function checkPair(
  pair: TlsPair,
  certPath: string | null,
): Result<TlsPair, readonly SettingError[]> {
  try {
    createSecureContext(pair);
    return ok(pair);
  } catch {
    const allowed = `a certificate in PEM, with its private key in ${settings.tlsKey.name}`;
    return fail([{ setting: settings.tlsCert.name, found: JSON.stringify(certPath), allowed }]);
  }
}

interface Names {
  readonly setting: string;
  /** Without which it is of no use. */
  readonly other: string;
}

function readPem(path: string | null, { setting, other }: Names): Result<Buffer, SettingError> {
  if (path === null) {
    return fail({ setting, found: "nothing", allowed: `a file, since ${other} is set` });
  }
  try {
    return ok(readFileSync(path));
  } catch {
    return fail({ setting, found: JSON.stringify(path), allowed: "a file that can be read" });
  }
}
