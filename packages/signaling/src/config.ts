import { readFileSync } from "node:fs";
import { fail, ok, type Result } from "@lectern/protocol/result";
import {
  type Environment,
  readSettings,
  type SettingError,
  type Values,
} from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import type { LogLevel } from "./log.ts";
import type { SignalingOptions } from "./server.ts";

/** What the settings say of a signaling server. */
export interface SignalingConfig
  extends Omit<SignalingOptions, "log" | "closings" | "onEnded" | "onRemoved"> {
  readonly logLevel: LogLevel;
  /** Where closings are remembered when nobody supervises the server; `null`: nowhere. */
  readonly closingsFile: string | null;
}

const keys = [
  "signalingBindHost",
  "signalingPort",
  "signalingPath",
  "signalingTokenTtl",
  "signalingSecret",
  "signalingAllowedOrigins",
  "signalingMaxSeats",
  "signalingMaxConnections",
  "signalingMaxWaiting",
  "signalingChatRate",
  "signalingCandidateRate",
  "signalingDescriptionRate",
  "signalingJoinRate",
  "signalingClosingsFile",
  "signalingDrainSeconds",
  "signalingAdminPort",
  "signalingAdminSecret",
  "trustProxy",
  "tlsCert",
  "tlsKey",
  "logLevel",
] as const;

/** Reads the settings of a signaling server: its configuration, or all that is wrong with them. */
export function readSignalingConfig(
  env: Environment,
): Result<SignalingConfig, readonly SettingError[]> {
  const read = readSettings(keys, env);
  if (!read.ok) return fail([...read.error, ...missingSecret(env)]);
  const values = read.value;
  const tls = readTls(values.tlsCert, values.tlsKey);
  const errors = [...(tls.ok ? [] : tls.error), ...missingSecret(env)];
  if (!tls.ok || errors.length > 0) return fail(errors);
  return ok({
    host: values.signalingBindHost,
    port: values.signalingPort,
    path: values.signalingPath,
    secrets: values.signalingSecret ?? [],
    tokenTtlSeconds: values.signalingTokenTtl,
    allowedOrigins: values.signalingAllowedOrigins,
    maxSeats: values.signalingMaxSeats,
    maxConnections: values.signalingMaxConnections,
    maxWaiting: values.signalingMaxWaiting,
    rates: {
      chat: values.signalingChatRate,
      candidates: values.signalingCandidateRate,
      descriptions: values.signalingDescriptionRate,
      joins: values.signalingJoinRate,
    },
    closingsFile: values.signalingClosingsFile,
    drainMs: values.signalingDrainSeconds * 1000,
    admin: adminOf(values),
    trustProxy: values.trustProxy,
    logLevel: values.logLevel,
    tls: tls.value,
  });
}

function adminOf({
  signalingAdminPort: port,
  signalingAdminSecret: secret,
}: Values<"signalingAdminPort" | "signalingAdminSecret">): SignalingConfig["admin"] {
  return secret === null ? null : { port, secret };
}

function missingSecret(env: Environment): readonly SettingError[] {
  const { name, allowed } = settings.signalingSecret;
  return env[name]?.trim() ? [] : [{ setting: name, found: "nothing", allowed }];
}

function readTls(
  cert: string | null,
  key: string | null,
): Result<SignalingConfig["tls"], readonly SettingError[]> {
  if (cert === null && key === null) return ok(null);
  const files = [readPem(settings.tlsCert.name, cert), readPem(settings.tlsKey.name, key)] as const;
  const errors = files.flatMap((file) => (file.ok ? [] : [file.error]));
  const [certFile, keyFile] = files;
  return certFile.ok && keyFile.ok
    ? ok({ cert: certFile.value, key: keyFile.value })
    : fail(errors);
}

function readPem(setting: string, path: string | null): Result<Buffer, SettingError> {
  const allowed = "a PEM file that can be read, for both of LECTERN_TLS_CERT and LECTERN_TLS_KEY";
  if (path === null) return fail({ setting, found: "nothing", allowed });
  try {
    return ok(readFileSync(path));
  } catch {
    return fail({ setting, found: JSON.stringify(path), allowed });
  }
}
