import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TlsFiles } from "./tls.ts";

const keyOptions = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

export interface Issuing {
  /** As `subjectAltName` has it. */
  readonly names?: string;
  /** -1: it has ended already. */
  readonly days?: number;
}

/** A signer of certificates, as browsers know them. */
export interface Authority {
  /** Path of its own certificate. */
  readonly cert: string;
  /** A certificate for 127.0.0.1, unless told otherwise, and its key. */
  issue(issuing?: Issuing): TlsFiles;
  /** Another one whose certificate is signed by this one. */
  delegate(): Authority;
}

export function makeAuthority(): Authority {
  const files = newFiles();
  const subject = ["-x509", "-days", "60", "-subj", "/CN=Test authority"];
  openssl(["req", ...subject, ...keyOptions, "-keyout", files.key, "-out", files.cert]);
  return authorityOf(files);
}

/** The chain that a server should send: its own certificate first. */
export function chainOf(...certs: readonly string[]): string {
  const { cert } = newFiles();
  writeFileSync(cert, certs.map((path) => readFileSync(path, "utf8")).join(""));
  return cert;
}

function authorityOf(files: TlsFiles): Authority {
  return {
    cert: files.cert,
    issue: ({ names = "IP:127.0.0.1", days = 60 } = {}) =>
      sign(files, { extension: `subjectAltName=${names}`, days }),
    delegate: () =>
      authorityOf(sign(files, { extension: "basicConstraints=critical,CA:TRUE", days: 60 })),
  };
}

function sign(
  by: TlsFiles,
  { extension, days }: { readonly extension: string; readonly days: number },
): TlsFiles {
  const files = newFiles();
  const [request, extensions] = [`${files.cert}.csr`, `${files.cert}.ext`];
  writeFileSync(extensions, `${extension}\n`);
  const subject = ["-new", "-subj", "/CN=Test"];
  openssl(["req", ...subject, ...keyOptions, "-keyout", files.key, "-out", request]);
  const signer = ["-CA", by.cert, "-CAkey", by.key, "-CAcreateserial", "-days", String(days)];
  const output = ["-extfile", extensions, "-out", files.cert];
  openssl(["x509", "-req", "-in", request, ...signer, ...output]);
  return files;
}

function newFiles(): TlsFiles {
  const folder = mkdtempSync(join(tmpdir(), "lectern-tls-"));
  return { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
}

function openssl(args: readonly string[]): void {
  execFileSync("openssl", args, { stdio: "ignore" });
}
