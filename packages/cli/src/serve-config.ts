import { type AppConfig, readAppConfig } from "@lectern/app/config";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { type Environment, readSettings, type SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { readSignalingConfig } from "@lectern/signaling/config";
import {
  canBeDataFolder,
  keepSecret,
  newSecret,
  openDataFolder,
  type SecretFile,
  secretSettings,
  unusableFolder,
} from "./data-folder.ts";
import { type RelayConfig, readRelayConfig } from "./relay/relay-config.ts";
import { findRelayPrograms } from "./relay/relay-programs.ts";
import { withRelayUrls } from "./relay/relay-urls.ts";
import { keepSelfSigned } from "./self-signed.ts";

export interface ServeFlags {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly tls?: string | undefined;
  /** Whether a relay is started as well. */
  readonly turn?: boolean | undefined;
}

export interface ServeConfig {
  readonly app: AppConfig;
  /** The one that is started; `null`: none is. */
  readonly relay: RelayConfig | null;
  readonly log: "auto" | "stderr" | "file";
  /** What the processes are started with: everything decided. */
  readonly env: Environment;
}

/** Stands in while the settings are checked; no process is started with it. */
const checkingSecret = "0".repeat(32);

/** The settings as the flags change them, without fault as far as can be told before a start. */
export interface CheckedSettings {
  readonly env: Environment;
  readonly log: ServeConfig["log"];
  readonly dataDir: string;
}

/** Reads all that `serve` needs, or names all that is wrong; makes folder, secret and certificate. */
export async function readServeConfig(
  flags: ServeFlags,
  environment: Environment,
): Promise<Result<ServeConfig, readonly SettingError[]>> {
  const checked = checkServeSettings(flags, environment);
  if (!checked.ok) return checked;
  const { env: flagged, log, dataDir } = checked.value;
  const folder = openDataFolder(dataDir);
  if (!folder.ok) return fail([folder.error]);
  const secrets = keepSecrets(flags, flagged, folder.value);
  if (!secrets.ok) return fail([secrets.error]);
  const tls = flags.tls ? await keepSelfSigned(folder.value) : null;
  const env = {
    ...flagged,
    ...secrets.value,
    [settings.signalingAdminSecret.name]:
      flagged[settings.signalingAdminSecret.name]?.trim() || newSecret(),
    ...(tls && { [settings.tlsCert.name]: tls.cert, [settings.tlsKey.name]: tls.key }),
  };
  const app = readAppConfig(env);
  const relay = flags.turn ? readRelayConfig(env) : ok(null);
  if (!app.ok) return app;
  return relay.ok ? ok({ app: app.value, relay: relay.value, log, env }) : relay;
}

/** Reads the settings of `serve`, or names all that is wrong with them; makes nothing. */
export function checkServeSettings(
  flags: ServeFlags,
  environment: Environment,
): Result<CheckedSettings, readonly SettingError[]> {
  const env = withFlags(flags, environment);
  const log = readSettings(["log"], env);
  const dataDir = readDataDir(env);
  const errors = [...findErrors(flags, env), ...tlsFlagError(flags.tls)];
  if (errors.length === 0 && log.ok && dataDir.ok) {
    return ok({ env, log: log.value.log, dataDir: dataDir.value });
  }
  const others = [log, dataDir].flatMap((part) => (part.ok ? [] : part.error));
  return fail(unique([...errors, ...others]));
}

/** The secrets that no setting gives, from the data folder. */
function keepSecrets(
  flags: ServeFlags,
  env: Environment,
  folder: string,
): Result<Environment, SettingError> {
  const kept: Record<string, string> = {};
  for (const file of secretFiles(flags)) {
    const { name } = secretSettings[file];
    if (env[name]?.trim()) continue;
    const secret = keepSecret(folder, file);
    if (!secret.ok) return secret;
    kept[name] = secret.value;
  }
  return ok(kept);
}

/** Those that `serve` keeps in the data folder where no setting gives them. */
export function secretFiles({ turn }: ServeFlags): readonly SecretFile[] {
  return turn ? ["signaling-secret", "turn-secret"] : ["signaling-secret"];
}

function withFlags(flags: ServeFlags, set: Environment): Environment {
  const { host, port, tls, turn } = flags;
  const env = turn ? withRelayUrls(set) : set;
  const pagesPort = port ?? (env[settings.port.name] || settings.port.fallback);
  const isPort = settings.port.read(pagesPort) !== undefined;
  const isOnePort = tls !== undefined && isPort && !env[settings.signalingPublicPort.name];
  return {
    ...env,
    ...(tls !== undefined && !env[settings.host.name] && { [settings.host.name]: "0.0.0.0" }),
    ...(isOnePort && { [settings.signalingPublicPort.name]: pagesPort }),
    ...(host !== undefined && { [settings.host.name]: host }),
    ...(port !== undefined && { [settings.port.name]: port }),
  };
}

function findErrors(flags: ServeFlags, env: Environment): readonly SettingError[] {
  const secrets = secretFiles(flags).map((file) => {
    const { name } = secretSettings[file];
    return [name, env[name]?.trim() || checkingSecret];
  });
  const checked = { ...env, ...Object.fromEntries(secrets) };
  const own = [readAppConfig(checked), readSignalingConfig(checked)];
  const reads = flags.turn ? [...own, readRelayConfig(checked), findRelayPrograms(env)] : own;
  return reads.flatMap((read) => (read.ok ? [] : read.error));
}

function readDataDir(env: Environment): Result<string, readonly SettingError[]> {
  const read = readSettings(["dataDir"], env);
  if (!read.ok) return read;
  const { dataDir } = read.value;
  return canBeDataFolder(dataDir) ? ok(dataDir) : fail([unusableFolder(dataDir)]);
}

function tlsFlagError(tls: string | undefined): readonly SettingError[] {
  if (tls === undefined || tls === "self-signed") return [];
  return [{ setting: "--tls", found: JSON.stringify(tls), allowed: "self-signed" }];
}

function unique(errors: readonly SettingError[]): readonly SettingError[] {
  return [...new Map(errors.map((error) => [error.setting, error])).values()];
}
