import type { AppConfig } from "@lectern/app/config";

/**
 * The addresses of the pages, first the one to go to: without TLS a browser gives a
 * camera to this machine's own name alone.
 *
 * @param lan addresses by which other machines reach this one
 */
export function pageAddresses(
  { host, port, tls }: Pick<AppConfig, "host" | "port" | "tls">,
  lan: readonly string[],
): readonly string[] {
  const everywhere = tls ? [...lan, "localhost"] : ["localhost", ...lan];
  const hosts = host === "0.0.0.0" || host === "::" ? everywhere : [host];
  const scheme = tls ? "https" : "http";
  return hosts.map((one) => `${scheme}://${one.includes(":") ? `[${one}]` : one}:${port}`);
}
