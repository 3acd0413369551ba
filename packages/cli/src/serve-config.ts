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

/** Reads all that `serve` needs, or names all that is wrong; makes folder, secret and certificate. */
export async function readServeConfig(
  flags: ServeFlags,
  environment: Environment,
): Promise<Result<ServeConfig, readonly SettingError[]>> {
  const flagged = withFlags(flags, environment);
  const log = readSettings(["log"], flagged);
  const dataDir = readDataDir(flagged);
  const errors = [...findErrors(flagged), ...tlsFlagError(flags.tls)];
  if (errors.length > 0 || !log.ok || !dataDir.ok) {
    const others = [log, dataDir].flatMap((part) => (part.ok ? [] : part.error));
    return fail(unique([...errors, ...others]));
  }
  const folder = openDataFolder(dataDir.value);
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
  return app.ok ? ok({ app: app.value, log: log.value.log, env }) : app;
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
