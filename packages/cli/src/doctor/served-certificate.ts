import type { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { connect } from "node:tls";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { noAnswer, patienceMs, whyUnreachable } from "./why-unreachable.ts";

export interface ServedCertificate {
  readonly certificate: X509Certificate;
  /** OpenSSL's code for why the chain is not trusted; `null` when it is. */
  readonly chainError: string | null;
}

/**
 * Fetches the certificate of an address as a browser gets it.
 *
 * @param url of `https:` or `wss:`
 * @returns the certificate, or in words why there is none
 */
export function servedCertificate(url: URL): Promise<Result<ServedCertificate, string>> {
  const host = hostOf(url);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) === 0 && { servername: host }),
      rejectUnauthorized: false,
      // The name is judged by itself, so that it does not hide what else is wrong.
      checkServerIdentity: () => undefined,
    });
    const end = (result: Result<ServedCertificate, string>) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(patienceMs, () => end(fail(noAnswer)));
    socket.once("error", (error) => end(fail(whyUnreachable(error))));
    socket.once("secureConnect", () => {
      const certificate = socket.getPeerX509Certificate();
      const { authorizationError } = socket;
      const chainError = authorizationError ? String(authorizationError) : null;
      end(certificate ? ok({ certificate, chainError }) : fail("it shows no certificate"));
    });
  });
}

/** The host of a URL as `net` takes it, an IPv6 address without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}
