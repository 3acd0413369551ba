import type { LogLevel } from "@lectern/log/line-log";
import { fail, ok, type Result } from "@lectern/protocol/result";
import {
  type Environment,
  readSettings,
  type SettingError,
  type Values,
} from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { readTls } from "@lectern/settings/tls";
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
  "logLevel",
] as const;

/** Reads the settings of a signaling server: its configuration, or all that is wrong with them. */
export function readSignalingConfig(
  env: Environment,
): Result<SignalingConfig, readonly SettingError[]> {
  const read = readSettings(keys, env);
  const tls = readTls(env);
  const secret = checkSecret(env);
  if (!read.ok || !tls.ok || !secret.ok) {
    return fail([read, tls, secret].flatMap((part) => (part.ok ? [] : part.error)));
  }
  const values = read.value;
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

function checkSecret(env: Environment): Result<null, readonly SettingError[]> {
  const { name, allowed } = settings.signalingSecret;
  if (env[name]?.trim()) return ok(null);
  return fail([{ setting: name, found: "nothing", allowed }]);
}
