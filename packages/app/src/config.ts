import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { fail, ok, type Result } from "@lectern/protocol/result";
import type { IceServer } from "@lectern/settings/ice-servers";
import { type Environment, readSettings, type SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";

/** Where the signaling server listens, and how pages reach it. */
export interface SignalingConfig {
  readonly enabled: boolean;
  /** Host that pages connect to; `null` is that of the page. */
  readonly host: string | null;
  readonly bindHost: string;
  readonly port: number;
  /** Port that pages connect to; `null` is `port`. */
  readonly publicPort: number | null;
  /** `null` is as the page. */
  readonly scheme: "ws" | "wss" | null;
  readonly path: string;
  readonly tokenTtlSeconds: number;
  /** What signs tokens; `null` until the supervisor has made it. */
  readonly secret: string | null;
}

/** Certificate chain and private key, in PEM. */
export interface TlsPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

export interface AppConfig {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly tls: TlsPair | null;
  readonly trustProxy: readonly string[];
  readonly logLevel: "debug" | "info" | "warn" | "error";
  readonly signaling: SignalingConfig;
  readonly iceServers: readonly IceServer[];
}

const keys = [
  "host",
  "port",
  "dataDir",
  "tlsCert",
  "tlsKey",
  "trustProxy",
  "logLevel",
  "signalingEnabled",
  "signalingHost",
  "signalingBindHost",
  "signalingPort",
  "signalingPublicPort",
  "signalingScheme",
  "signalingPath",
  "signalingTokenTtl",
  "signalingSecret",
  "iceServers",
] as const;

/** Reads what the app has to know, or gives everything that is wrong with it. */
export function readAppConfig(env: Environment): Result<AppConfig, readonly SettingError[]> {
  const read = readSettings(keys, env);
  if (!read.ok) return read;
  const { value } = read;
  const tls = readTls(value.tlsCert, value.tlsKey);
  const errors = [...(tls.ok ? [] : tls.error), ...checkPorts(value)];
  if (!tls.ok || errors.length > 0) return fail(errors);
  return ok({
    host: value.host,
    port: value.port,
    dataDir: value.dataDir,
    tls: tls.value,
    trustProxy: value.trustProxy,
    logLevel: value.logLevel,
    signaling: {
      enabled: value.signalingEnabled,
      host: value.signalingHost,
      bindHost: value.signalingBindHost,
      port: value.signalingPort,
      publicPort: value.signalingPublicPort,
      scheme: value.signalingScheme,
      path: value.signalingPath,
      tokenTtlSeconds: value.signalingTokenTtl,
      secret: value.signalingSecret?.[0] ?? null,
    },
    iceServers: value.iceServers,
  });
}

/** Whether pages and WebSockets share the app's port, so that it passes upgrades on. */
export function isOnePort({ port, signaling }: AppConfig): boolean {
  return signaling.enabled && signaling.publicPort === port;
}

function readTls(
  certPath: string | null,
  keyPath: string | null,
): Result<TlsPair | null, readonly SettingError[]> {
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

function checkPorts(value: {
  readonly port: number;
  readonly signalingEnabled: boolean;
  readonly signalingPort: number;
}): readonly SettingError[] {
  if (!value.signalingEnabled || value.port !== value.signalingPort) return [];
  return [
    {
      setting: settings.signalingPort.name,
      found: JSON.stringify(String(value.signalingPort)),
      allowed: `another port than ${settings.port.name}; one port for all is ${settings.signalingPublicPort.name}`,
    },
  ];
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
