import { existsSync } from "node:fs";
import { type AppConfig, readAppConfig } from "@lectern/app/config";
import { signalingUrl } from "@lectern/app/signaling-url";
import { fail, ok, type Result } from "@lectern/protocol/result";
import type { Environment, SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { keptSecret, secretSettings } from "../data-folder.ts";
import type { FoundEnvironment } from "../environment.ts";
import { lanAddresses } from "../lan-addresses.ts";
import { pageAddresses } from "../page-addresses.ts";
import { selfSignedFiles } from "../self-signed.ts";
import { checkServeSettings, type ServeFlags, secretFiles } from "../serve-config.ts";

/** What is examined: a Lectern as its settings describe it. */
export interface SetUp {
  readonly config: AppConfig;
  /** Where people open the pages. */
  readonly page: URL;
  /** Where a page opens its socket; `null` when signaling is switched off. */
  readonly socket: URL | null;
}

/**
 * Reads the set-up out of the settings, or names all that is wrong with them.
 *
 * It makes nothing: what `serve` keeps in the data folder is taken as it is there.
 *
 * @param address where people open the pages; without one, where the settings say
 */
export function readSetUp(
  address: string | undefined,
  flags: ServeFlags,
  found: FoundEnvironment,
): Result<SetUp, readonly SettingError[]> {
  const checked = checkServeSettings(flags, found.env);
  const given = address === undefined ? ok(null) : readAddress(address);
  const errors = [
    ...found.errors,
    ...(checked.ok ? [] : checked.error),
    ...(given.ok ? [] : [given.error]),
  ];
  if (!checked.ok || !given.ok || errors.length > 0) return fail(errors);
  const { env, dataDir } = checked.value;
  const read = readAppConfig({ ...env, ...keptIn(dataDir, flags, env) });
  if (!read.ok) return read;
  const config = read.value;
  const [ownAddress = ""] = pageAddresses(config, lanAddresses());
  const page = given.value ?? new URL(ownAddress);
  return ok({ config, page, socket: socketOf(config, page) });
}

function readAddress(text: string): Result<URL, SettingError> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return ok(url);
  const allowed = "the address of the pages, such as https://school.example";
  return fail({ setting: "The address", found: JSON.stringify(text), allowed });
}

/** What `serve` adds to the settings of what it has made. */
function keptIn(dataDir: string, flags: ServeFlags, env: Environment): Environment {
  const { tlsCert, tlsKey, turnUrls } = settings;
  const secrets = secretFiles(flags).flatMap((file) => {
    const { name } = secretSettings[file];
    const secret = env[name]?.trim() || keptSecret(dataDir, file);
    if (secret) return [[name, secret]];
    // A relay that was never started has none yet, and there is nothing to examine.
    return file === "turn-secret" ? [[turnUrls.name, ""]] : [];
  });
  const { cert, key } = selfSignedFiles(dataDir);
  const hasPair = flags.tls !== undefined && existsSync(cert) && existsSync(key);
  return {
    ...Object.fromEntries(secrets),
    ...(hasPair && { [tlsCert.name]: cert, [tlsKey.name]: key }),
  };
}

function socketOf({ signaling }: AppConfig, { protocol, host }: URL): URL | null {
  if (!signaling.enabled) return null;
  const scheme = protocol === "https:" ? "https" : "http";
  return new URL(signalingUrl(signaling, { protocol: scheme, host }));
}
