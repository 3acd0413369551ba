import { isIP } from "node:net";
import { settings } from "@lectern/settings/table";
import { bad, doubtful, type Finding, good } from "./finding.ts";
import type { ServedCertificate } from "./served-certificate.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** Nearer to its end than this, a certificate should have been renewed. */
const renewDays = 14;

export interface Judging {
  /** The name or address by which people come. */
  readonly host: string;
  /** Host and port where it is shown. */
  readonly place: string;
  /** ms since the epoch. */
  readonly now: number;
  /** The settings' own file holds another certificate than the one that is served. */
  readonly isStale: boolean;
}

/** What browsers will say of a certificate, all of it at once. */
export function judgeCertificate(served: ServedCertificate, judging: Judging): readonly Finding[] {
  const faults = [
    ...judgeTimes(served, judging),
    ...judgeName(served, judging),
    ...judgeChain(served, judging),
  ];
  const until = day(served.certificate.validTo);
  if (faults.some(({ status }) => status === "failure")) return faults;
  return [...faults, good(`The certificate at ${judging.place} is for that name, until ${until}`)];
}

function judgeTimes({ certificate }: ServedCertificate, judging: Judging): readonly Finding[] {
  const { place, now, isStale } = judging;
  const { validFrom, validTo } = certificate;
  const renew = isStale
    ? `${settings.tlsCert.name} holds another one by now: restart Lectern`
    : `Renew it, put it where ${settings.tlsCert.name} or the proxy has it, and restart that`;
  if (Date.parse(validFrom) > now) {
    const cure = "Set the clock of this machine, or wait";
    return [bad(`The certificate at ${place} begins on ${day(validFrom)} only`, cure)];
  }
  if (Date.parse(validTo) < now) {
    return [bad(`The certificate at ${place} ended on ${day(validTo)}`, renew)];
  }
  const isOld = Date.parse(validTo) - now < renewDays * dayMs;
  return isOld ? [doubtful(`The certificate at ${place} ends on ${day(validTo)}`, renew)] : [];
}

function judgeName(
  { certificate }: ServedCertificate,
  { host, place }: Judging,
): readonly Finding[] {
  // Browsers do not look at the common name (RFC 9525 §2).
  const name =
    isIP(host) === 0
      ? certificate.checkHost(host, { subject: "never" })
      : certificate.checkIP(host);
  if (name !== undefined) return [];
  const names = certificate.subjectAltName ?? "no name at all";
  return [
    bad(
      `The certificate at ${place} is for another name: ${names}`,
      `Get one for ${host}, or examine the address that people type: lectern doctor https://...`,
    ),
  ];
}

function judgeChain({ chainError }: ServedCertificate, { place }: Judging): readonly Finding[] {
  switch (chainError) {
    case null:
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return [];
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return [
        doubtful(
          `The certificate at ${place} is signed by itself: each browser warns once`,
          "In a school's own network that will do; elsewhere get one of a known authority",
        ),
      ];
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return [
        doubtful(
          `The certificate at ${place} is signed by an authority that this machine does not know`,
          "Make the authority known to every device, or get a certificate of a known one",
        ),
      ];
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return [
        bad(
          `The chain at ${place} is broken: who signed the certificate is not sent along`,
          `Put the whole chain into ${settings.tlsCert.name} or the proxy (often fullchain.pem), and restart that`,
        ),
      ];
    default:
      return [
        bad(
          `The chain at ${place} is not valid (${chainError})`,
          "Get a certificate of a known authority",
        ),
      ];
  }
}

/** `2027-01-31`, of the text that Node gives. */
function day(time: string): string {
  return new Date(time).toISOString().slice(0, 10);
}
