import type { Environment } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { lanAddresses } from "../lan-addresses.ts";

/**
 * The environment with the URLs of a relay on this machine, where none are set.
 *
 * TLS only with a certificate that was set for a name: browsers take no self-signed one here,
 * since nobody is asked.
 */
export function withRelayUrls(env: Environment): Environment {
  if (env[settings.turnUrls.name]?.trim()) return env;
  const host = hostOf(env);
  const isNamed = env[settings.tlsCert.name] && env[settings.signalingHost.name];
  const urls = [
    `turn:${host}?transport=udp`,
    `turn:${host}?transport=tcp`,
    ...(isNamed ? [`turns:${host}?transport=tcp`] : []),
  ];
  return { ...env, [settings.turnUrls.name]: urls.join(",") };
}

/** The one by which pages find signaling, or the address by which others know this machine. */
function hostOf(env: Environment): string {
  const candidates = [
    settings.signalingHost,
    settings.turnPublicAddress,
    settings.turnRelayAddress,
  ];
  const set = candidates.map(({ name }) => env[name]?.trim()).find(Boolean);
  const host = set ?? lanAddresses()[0] ?? "localhost";
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
