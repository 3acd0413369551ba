import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import type { Duplex } from "node:stream";
import type { TlsFiles } from "./tls.ts";

export interface HttpProxyOptions {
  /** Where on 127.0.0.1 it leads to. */
  readonly targetPort: number;
  /** Where upgrades go; without it they are asked for as if they were pages. */
  readonly upgradePort?: number;
  /** It has the TLS that those behind it have not. */
  readonly tls?: TlsFiles;
  /** Headers that it puts in the place of those of a page's request. */
  readonly questionHeaders?: Readonly<Record<string, string>>;
  /** Headers that it puts in the place of those that come back. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** Headers that it puts in the place of those of a handshake; `null` takes one away. */
  readonly handshakeHeaders?: Readonly<Record<string, string | null>>;
}

export interface HttpProxy {
  readonly port: number;
  close(): void;
}

/** A proxy of HTTP, as somebody has set it up, well or badly. */
export async function openHttpProxy(options: HttpProxyOptions): Promise<HttpProxy> {
  const { tls } = options;
  const pass = (question: IncomingMessage, answer: ServerResponse) =>
    passOn(question, answer, options);
  const server = tls
    ? createTlsServer({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, pass)
    : createServer(pass);
  if (options.upgradePort !== undefined) {
    server.on("upgrade", (handshake, near) => passUpgrade(handshake, near, options));
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function passOn(
  question: IncomingMessage,
  answer: ServerResponse,
  options: HttpProxyOptions,
): void {
  const { url = "/", method = "GET", headers } = question;
  const { upgrade, connection, ...passed } = headers;
  const target = { host: "127.0.0.1", port: options.targetPort, path: url, method };
  const asked = request(
    { ...target, headers: { ...passed, ...options.questionHeaders } },
    (answered) => {
      const { statusCode = 0, headers: from } = answered;
      answer.writeHead(statusCode, { ...from, ...options.answerHeaders });
      answered.pipe(answer);
    },
  );
  asked.once("error", () => answer.writeHead(502).end());
  question.pipe(asked);
}

function passUpgrade(
  { url = "/", headers }: IncomingMessage,
  near: Duplex,
  { upgradePort = 0, handshakeHeaders = {} }: HttpProxyOptions,
): void {
  const far = connect(upgradePort, "127.0.0.1", () => {
    const sent = Object.entries({ ...headers, ...handshakeHeaders }).filter(
      ([, value]) => value !== null,
    );
    const lines = sent.map(([name, value]) => `${name}: ${value}`);
    far.write([`GET ${url} HTTP/1.1`, ...lines, "", ""].join("\r\n"));
    near.pipe(far).pipe(near);
  });
  near.on("error", () => far.destroy());
  far.on("error", () => near.destroy());
}
