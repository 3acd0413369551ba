/** How long anybody is given to answer. */
export const patienceMs = 5_000;

export const noAnswer = `no answer in ${patienceMs / 1000} s, as when a firewall drops it`;

/** Says in words why a connection did not come about, from what Node reported. */
export function whyUnreachable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return sentences.get(code) ?? (error instanceof Error ? error.message : String(error));
}

/** The same, of the system's word alone. */
export function sayCode(code: string): string {
  return sentences.get(code) ?? code;
}

const noTls = "no TLS is spoken there";
const noHttp = "no HTTP is spoken there";
const unknownSigner = "its certificate is not of an authority that this machine knows";

const sentences: ReadonlyMap<string, string> = new Map([
  ["ENOTFOUND", "the name is not known"],
  ["EAI_AGAIN", "the name is not known"],
  ["ECONNREFUSED", "nothing listens there, or a firewall refuses it"],
  ["ECONNRESET", "the connection was broken off"],
  ["EPIPE", "the connection was broken off"],
  ["EHOSTUNREACH", "there is no way to that address"],
  ["ENETUNREACH", "there is no way to that address"],
  ["ETIMEDOUT", noAnswer],
  ["ABORT_ERR", noAnswer],
  ["HPE_INVALID_CONSTANT", noHttp],
  ["EPROTO", noTls],
  ["ERR_SSL_WRONG_VERSION_NUMBER", noTls],
  ["ERR_SSL_PACKET_LENGTH_TOO_LONG", noTls],
  ["CERT_HAS_EXPIRED", "its certificate has ended"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "its certificate is for another name"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", unknownSigner],
  ["SELF_SIGNED_CERT_IN_CHAIN", unknownSigner],
  ["UNABLE_TO_VERIFY_LEAF_SIGNATURE", unknownSigner],
]);
