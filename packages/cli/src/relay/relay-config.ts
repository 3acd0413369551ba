import { resolve } from "node:path";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { type IceUrl, readIceUrl } from "@lectern/settings/ice-url";
import { type Environment, readSettings, type SettingError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { readTls } from "@lectern/settings/tls";
import { readTurn } from "@lectern/settings/turn";
import { lanAddresses } from "../lan-addresses.ts";

/** All that the relay has to be told. */
export interface RelayConfig {
  readonly urls: readonly string[];
  readonly secrets: readonly string[];
  /** Where it listens for UDP, and for TCP without TLS. */
  readonly port: number;
  /** `null`: not for TLS. */
  readonly tls: RelayTls | null;
  /** IPv4, of its own machine. */
  readonly relayAddress: string;
  /** By which others know it; `null`: by that one. */
  readonly publicAddress: string | null;
  readonly relayPorts: { readonly first: number; readonly last: number };
  readonly classSize: number;
}

export interface RelayTls {
  readonly port: number;
  /** Paths. */
  readonly cert: string;
  readonly key: string;
}

const keys = [
  "tlsCert",
  "tlsKey",
  "turnRelayAddress",
  "turnPublicAddress",
  "turnRelayPorts",
  "turnClassSize",
] as const;

/** Reads what the relay of the settings has to be told, or all that is wrong with it. */
export function readRelayConfig(env: Environment): Result<RelayConfig, readonly SettingError[]> {
  const turn = readTurn(env);
  const rest = readSettings(keys, env);
  const pair = readTls(env);
  if (!turn.ok || !rest.ok || !pair.ok) {
    return fail([turn, rest, pair].flatMap((part) => (part.ok ? [] : part.error)));
  }
  if (!turn.value) return fail([missing(settings.turnUrls.name, settings.turnUrls.allowed)]);
  const { tlsCert, tlsKey, turnPublicAddress, turnRelayPorts, turnClassSize } = rest.value;
  const listeners = listenersOf(turn.value.urls, { cert: tlsCert, key: tlsKey });
  const relayAddress = readRelayAddress(rest.value.turnRelayAddress);
  if (!listeners.ok || !relayAddress.ok) {
    return fail([listeners, relayAddress].flatMap((part) => (part.ok ? [] : part.error)));
  }
  return ok({
    ...turn.value,
    ...listeners.value,
    relayAddress: relayAddress.value,
    publicAddress: turnPublicAddress,
    relayPorts: turnRelayPorts,
    classSize: turnClassSize,
  });
}

/** The URLs say where it listens: one port with TLS, and one without. */
function listenersOf(
  urls: readonly string[],
  { cert, key }: { readonly cert: string | null; readonly key: string | null },
): Result<Pick<RelayConfig, "port" | "tls">, readonly SettingError[]> {
  const read = urls.map(readIceUrl).filter((url) => url !== undefined);
  const [port = 3478, ...otherPorts] = portsOf(read, (transport) => transport !== "tls");
  const [tlsPort, ...otherTlsPorts] = portsOf(read, (transport) => transport === "tls");
  if (otherPorts.length + otherTlsPorts.length > 0) {
    const allowed = "the same port in all with turn:, and the same in all with turns:";
    const found = JSON.stringify(urls.join());
    return fail([{ setting: settings.turnUrls.name, found, allowed }]);
  }
  if (tlsPort === undefined) return ok({ port, tls: null });
  if (cert === null || key === null) {
    return fail([missing(settings.tlsCert.name, "a file, since a URL starts with turns:")]);
  }
  return ok({ port, tls: { port: tlsPort, cert: resolve(cert), key: resolve(key) } });
}

function portsOf(
  urls: readonly IceUrl[],
  isMeant: (transport: IceUrl["transport"]) => boolean,
): readonly number[] {
  return [...new Set(urls.filter(({ transport }) => isMeant(transport)).map(({ port }) => port))];
}

function readRelayAddress(set: string | null): Result<string, readonly SettingError[]> {
  const address = set ?? lanAddresses()[0];
  const { name, allowed } = settings.turnRelayAddress;
  return address === undefined ? fail([missing(name, allowed)]) : ok(address);
}

function missing(setting: string, allowed: string): SettingError {
  return { setting, found: "nothing", allowed };
}
