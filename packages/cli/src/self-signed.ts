import { X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { lanAddresses } from "./lan-addresses.ts";

const dayMs = 24 * 60 * 60 * 1000;
const lifeDays = 365;
/** A pair that is nearer than this to its end is made anew. */
const renewDays = 30;

/** Paths of a certificate and its key. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** Where the pair is kept, whether or not there is one. */
export function selfSignedFiles(dataDir: string): TlsFiles {
  const folder = join(dataDir, "tls");
  return { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
}

/**
 * A self-signed pair for this machine's names and addresses, kept in the data
 * folder: browsers ask once, and give camera and microphone after that.
 */
export async function keepSelfSigned(dataDir: string): Promise<TlsFiles> {
  const files = selfSignedFiles(dataDir);
  const names = ["localhost", hostname()];
  const addresses = ["127.0.0.1", "::1", ...lanAddresses()];
  if (isGood(files, addresses)) return files;
  // Loaded only here: it is most of what the supervisor would keep in memory.
  const { generate } = await import("selfsigned");
  const notAfterDate = new Date(Date.now() + lifeDays * dayMs);
  const pair = await generate([{ name: "commonName", value: "Lectern" }], {
    keyType: "ec",
    notAfterDate,
    extensions: [
      {
        name: "subjectAltName",
        altNames: [
          ...names.map((value) => ({ type: 2 as const, value })),
          ...addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  mkdirSync(dirname(files.cert), { recursive: true, mode: 0o700 });
  writeFileSync(files.cert, pair.cert);
  writeFileSync(files.key, pair.private, { mode: 0o600 });
  return files;
}

function isGood({ cert, key }: TlsFiles, addresses: readonly string[]): boolean {
  if (!existsSync(cert) || !existsSync(key)) return false;
  const certificate = new X509Certificate(readFileSync(cert));
  const isFresh = Date.parse(certificate.validTo) - Date.now() > renewDays * dayMs;
  return isFresh && addresses.every((address) => certificate.checkIP(address) !== undefined);
}
