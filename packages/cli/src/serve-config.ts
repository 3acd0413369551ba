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
  unusableFolder,
} from "./data-folder.ts";
import { keepSelfSigned } from "./self-signed.ts";

export interface ServeFlags {
  readonly host?: string | undefined;
  readonly port?: string | undefined;
  readonly tls?: string | undefined;
}

export interface ServeConfig {
  readonly app: AppConfig;
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
  const set = flagged[settings.signalingSecret.name]?.trim();
  const secret = set ? ok(set) : keepSecret(folder.value);
  if (!secret.ok) return fail([secret.error]);
  const tls = flags.tls ? await keepSelfSigned(folder.value) : null;
  const env = {
    ...flagged,
    [settings.signalingSecret.name]: secret.value,
    [settings.signalingAdminSecret.name]:
      flagged[settings.signalingAdminSecret.name]?.trim() || newSecret(),
    ...(tls && { [settings.tlsCert.name]: tls.cert, [settings.tlsKey.name]: tls.key }),
  };
  const app = readAppConfig(env);
  return app.ok ? ok({ app: app.value, log, env }) : app;
}

/** Reads the settings of `serve`, or names all that is wrong with them; makes nothing. */
export function checkServeSettings(
  flags: ServeFlags,
  environment: Environment,
): Result<CheckedSettings, readonly SettingError[]> {
  const env = withFlags(flags, environment);
  const log = readSettings(["log"], env);
  const dataDir = readDataDir(env);
  const errors = [...findErrors(env), ...tlsFlagError(flags.tls)];
  if (errors.length === 0 && log.ok && dataDir.ok) {
    return ok({ env, log: log.value.log, dataDir: dataDir.value });
  }
  const others = [log, dataDir].flatMap((part) => (part.ok ? [] : part.error));
  return fail(unique([...errors, ...others]));
}

function withFlags({ host, port, tls }: ServeFlags, env: Environment): Environment {
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

function findErrors(env: Environment): readonly SettingError[] {
  const secret = env[settings.signalingSecret.name]?.trim() || checkingSecret;
  const checked = { ...env, [settings.signalingSecret.name]: secret };
  return [readAppConfig(checked), readSignalingConfig(checked)].flatMap((read) =>
    read.ok ? [] : read.error,
  );
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
