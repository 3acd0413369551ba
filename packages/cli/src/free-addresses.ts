import { createServer } from "node:net";
import {
  explainListen,
  type ListenAddress,
  type ListenFailure,
} from "@lectern/settings/explain-listen";
import { type Environment, readSettings } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import type { RelayConfig } from "./relay/relay-config.ts";

/**
 * Why the processes could not listen where the settings say, each address at once.
 *
 * They find out by themselves, but one after the other: a person would mend one
 * port only to be told of the next.
 */
export async function whyNotFree(
  env: Environment,
  relay: RelayConfig | null = null,
): Promise<readonly ListenFailure[]> {
  const failures: ListenFailure[] = [];
  for (const address of [...addressesOf(env), ...relayAddressesOf(relay)]) {
    const failure = await whyNotAt(address);
    if (failure) failures.push(failure);
  }
  return failures;
}

const keys = [
  "host",
  "port",
  "signalingEnabled",
  "signalingBindHost",
  "signalingPort",
  "signalingAdminPort",
] as const;

function addressesOf(env: Environment): readonly ListenAddress[] {
  const read = readSettings(keys, env);
  if (!read.ok) return [];
  const { host, port, signalingEnabled, signalingBindHost, signalingPort, signalingAdminPort } =
    read.value;
  const { name: adminPort } = settings.signalingAdminPort;
  const app = { host, port, settings: { host: settings.host.name, port: settings.port.name } };
  const signaling = {
    host: signalingBindHost,
    port: signalingPort,
    settings: { host: settings.signalingBindHost.name, port: settings.signalingPort.name },
  };
  const admin = {
    host: "127.0.0.1",
    port: signalingAdminPort,
    settings: { host: adminPort, port: adminPort },
  };
  if (!signalingEnabled) return [app];
  return signalingAdminPort === 0 ? [app, signaling] : [app, signaling, admin];
}

function relayAddressesOf(relay: RelayConfig | null): readonly ListenAddress[] {
  if (!relay) return [];
  const { relayAddress: host, port, tls } = relay;
  const names = { host: settings.turnRelayAddress.name, port: settings.turnUrls.name };
  return [port, tls?.port ?? []].flat().map((one) => ({ host, port: one, settings: names }));
}

function whyNotAt(address: ListenAddress): Promise<ListenFailure | null> {
  const { host, port } = address;
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      const failure = explainListen(error, address);
      if (failure) resolve(failure);
      else reject(error);
    });
    probe.listen({ host, port }, () => probe.close(() => resolve(null)));
  });
}
