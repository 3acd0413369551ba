import { fail, ok, type Result } from "@lectern/protocol/result";
import type { IceServer } from "@lectern/settings/ice-servers";
import { type Environment, readSettings, type SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { readTls, type TlsPair } from "@lectern/settings/tls";
import { readTurn, type TurnConfig } from "@lectern/settings/turn";

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
  /** What opens its admin interface; `null`: there is none. */
  readonly adminSecret: string | null;
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
  /** The relay; `null`: there is none but what may be among `iceServers`. */
  readonly turn: TurnConfig | null;
}

const keys = [
  "host",
  "port",
  "dataDir",
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
  "signalingAdminSecret",
  "iceServers",
] as const;

/** Reads what the app has to know, or gives everything that is wrong with it. */
export function readAppConfig(env: Environment): Result<AppConfig, readonly SettingError[]> {
  const read = readSettings(keys, env);
  const tls = readTls(env);
  const turn = readTurn(env);
  const ports = checkPorts(env);
  if (!read.ok || !tls.ok || !turn.ok || !ports.ok) {
    return fail([read, tls, turn, ports].flatMap((part) => (part.ok ? [] : part.error)));
  }
  const { value } = read;
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
      adminSecret: value.signalingAdminSecret,
    },
    iceServers: value.iceServers,
    turn: turn.value,
  });
}

/** Whether pages and WebSockets share the app's port, so that it passes upgrades on. */
export function isOnePort({ port, signaling }: AppConfig): boolean {
  return signaling.enabled && signaling.publicPort === port;
}

function checkPorts(env: Environment): Result<null, readonly SettingError[]> {
  const read = readSettings(["port", "signalingEnabled", "signalingPort"], env);
  // What cannot be read is named where all are read.
  if (!read.ok) return ok(null);
  const { port, signalingEnabled, signalingPort } = read.value;
  if (!signalingEnabled || port !== signalingPort) return ok(null);
  return fail([
    {
      setting: settings.signalingPort.name,
      found: JSON.stringify(String(signalingPort)),
      allowed: `another port than ${settings.port.name}; one port for all is ${settings.signalingPublicPort.name}`,
    },
  ]);
}
