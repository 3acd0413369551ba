/** Where a server was to listen, and the settings that say so. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
  /** The names of the settings of both. */
  readonly settings: { readonly host: string; readonly port: string };
}

/** Why a server cannot listen, and the setting that would help. */
export interface ListenFailure {
  readonly code: "port-in-use" | "port-not-allowed" | "host-unknown";
  readonly message: string;
  readonly setting: string;
}

/** Says in words what Node reported of a `listen`; `null` when it is not about the address. */
export function explainListen(
  error: unknown,
  { host, port, settings }: ListenAddress,
): ListenFailure | null {
  const cannot = `Cannot listen on ${host.includes(":") ? `[${host}]` : host}:${port}`;
  switch (error instanceof Error && "code" in error && error.code) {
    case "EADDRINUSE":
      return {
        code: "port-in-use",
        message: `${cannot}: the port is in use`,
        setting: settings.port,
      };
    case "EACCES":
      return {
        code: "port-not-allowed",
        message: `${cannot}: not permitted`,
        setting: settings.port,
      };
    case "EADDRNOTAVAIL":
    case "EAI_AGAIN":
    case "EINVAL":
    case "ENOTFOUND":
      return {
        code: "host-unknown",
        message: `${cannot}: not an address here`,
        setting: settings.host,
      };
    default:
      return null;
  }
}
