import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";

/** Paths of a certificate and its key, as a school might have bought one. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** @param address of the machine that it is for */
export function makeTlsFiles(address = "127.0.0.1"): TlsFiles {
  const folder = mkdtempSync(join(tmpdir(), "lectern-tls-"));
  const files = { cert: join(folder, "cert.pem"), key: join(folder, "key.pem") };
  const subject = ["-subj", "/CN=localhost", "-addext", `subjectAltName=IP:${address}`];
  const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  execFileSync("openssl", [...args, "-keyout", files.key, "-out", files.cert, ...subject], {
    stdio: "ignore",
  });
  return files;
}

/** A proxy that has the TLS which those behind it have not. */
export interface TlsProxy {
  readonly port: number;
  /** How many connections came through it. */
  taken(): number;
  close(): void;
}

/** @param targetPort where on 127.0.0.1 it leads to, asked for every connection */
export async function openTlsProxy(targetPort: () => number): Promise<TlsProxy> {
  const { cert, key } = makeTlsFiles();
  const open = new Set<Socket>();
  let taken = 0;
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (near) => {
    const far = connect(targetPort(), "127.0.0.1");
    taken += 1;
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.once("close", () => open.delete(one));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("Cannot read a port");
  return {
    port: address.port,
    taken: () => taken,
    close: () => {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
