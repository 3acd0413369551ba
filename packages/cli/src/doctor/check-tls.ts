import { X509Certificate } from "node:crypto";
import { settings } from "@lectern/settings/table";
import type { Check } from "./check.ts";
import { bad, doubtful, type Finding, good, skipped } from "./finding.ts";
import { judgeCertificate } from "./judge-certificate.ts";
import { hostOf, servedCertificate } from "./served-certificate.ts";
import type { SetUp } from "./set-up.ts";

/** Whether browsers take the pages and the socket for secure, without which there is no camera. */
export const tlsCheck: Check = {
  id: "tls",
  needs: ["page"],
  run: async (setUp) => {
    const { page, socket } = setUp;
    const isOneAddress = socket?.host === page.host;
    const secure = [page, isOneAddress ? [] : (socket ?? [])]
      .flat()
      .filter(({ protocol }) => /^(?:https|wss):$/.test(protocol));
    const certificates = await Promise.all(secure.map((url) => examine(url, setUp)));
    return [...(page.protocol === "http:" ? [judgePlain(setUp)] : []), ...certificates.flat()];
  },
};

async function examine(url: URL, { config }: SetUp): Promise<readonly Finding[]> {
  const served = await servedCertificate(url);
  if (!served.ok) return [skipped(`${url.host} shows no certificate: ${served.error}`)];
  const { fingerprint256 } = served.value.certificate;
  const kept = config.tls && new X509Certificate(config.tls.cert);
  const isStale = kept !== null && kept.fingerprint256 !== fingerprint256;
  const judging = { host: hostOf(url), place: url.host, now: Date.now(), isStale };
  return judgeCertificate(served.value, judging);
}

/** Browsers trust plain HTTP on this machine alone (W3C Secure Contexts, #is-origin-trustworthy). */
function judgePlain({ page, config }: SetUp): Finding {
  const isThisMachine = /^(?:localhost|.+\.localhost|127\..+|\[::1\])$/.test(page.hostname);
  if (!isThisMachine) {
    return bad(
      `Browsers give neither camera nor microphone to ${page.origin}, since it is not https`,
      `Start with --tls self-signed, set ${settings.tlsCert.name} and ${settings.tlsKey.name}, or use a proxy that has TLS`,
    );
  }
  return config.trustProxy.length === 0
    ? good(`${page.origin} is for this machine alone, where browsers give a camera without TLS`)
    : doubtful(
        `Only ${page.origin} was examined, though there is a proxy`,
        "Give the address that people type: lectern doctor https://school.example",
      );
}
