import type { AppConfig } from "@lectern/app/config";
import { pageAddresses } from "./page-addresses.ts";

export interface ReadyNews {
  /** `null` when there is an account already. */
  readonly firstAccountPath: string | null;
  /** Of the relay that was started; none when none was. */
  readonly relayUrls: readonly string[];
  /** `null` when the log goes to stderr. */
  readonly logFile: string | null;
  /** Addresses by which other machines reach this one. */
  readonly lanAddresses: readonly string[];
}

/** What a person is told when everything answers. */
export function readyLines(app: AppConfig, news: ReadyNews): readonly string[] {
  const addresses = pageAddresses(app, news.lanAddresses);
  return [
    "",
    "Lectern is ready.",
    "",
    ...addresses.map((address) => `  ${address}`),
    "",
    ...(isStranding(app) ? strandingLines : []),
    ...firstAccountLines(addresses[0], news.firstAccountPath),
    ...(app.signaling.enabled
      ? []
      : ["Live classes are off: CONFERENCE_SIGNALING_ENABLED=false.", ""]),
    ...(news.relayUrls.length === 0 ? [] : [`Relay: ${news.relayUrls.join(", ")}`]),
    ...(news.logFile === null ? [] : [`Log: ${news.logFile}`]),
    "Stop with Ctrl+C.",
  ];
}

/** Whether people come from other machines, by plain HTTP, with no proxy in front that has TLS. */
function isStranding({ host, tls, trustProxy }: AppConfig): boolean {
  const isLoopback = /^(?:localhost|127\..+|::1)$/.test(host);
  return tls === null && trustProxy.length === 0 && !isLoopback;
}

const strandingLines = [
  "Browsers give camera and microphone to http only on this machine, and a password that is",
  "typed on another one can be read on its way. For other machines: --tls self-signed, or",
  "LECTERN_TLS_CERT and LECTERN_TLS_KEY, or a proxy with LECTERN_TRUST_PROXY.",
  "",
];

function firstAccountLines(address = "", path: string | null): readonly string[] {
  return path === null
    ? []
    : ["Open this link to make the first account:", "", `  ${address}${path}`, ""];
}
