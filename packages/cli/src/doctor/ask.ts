import { type IncomingHttpHeaders, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { text } from "node:stream/consumers";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { patienceMs, whyUnreachable } from "./why-unreachable.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Half-way between question and answer, in ms since the epoch. */
  readonly at: number;
}

/**
 * Asks by GET over a connection of its own, whatever the certificate.
 *
 * @returns the answer, or in words why there is none
 */
export function ask(url: URL): Promise<Result<Answer, string>> {
  const options = {
    agent: false,
    rejectUnauthorized: false,
    signal: AbortSignal.timeout(patienceMs),
  };
  const askedAt = Date.now();
  return new Promise((resolve) => {
    const giveUp = (error: unknown) => resolve(fail(whyUnreachable(error)));
    const request =
      url.protocol === "https:" ? requestTls(url, options) : requestPlain(url, options);
    request.once("error", giveUp);
    request.once("response", (response) => {
      const { statusCode: status = 0, headers } = response;
      const at = (askedAt + Date.now()) / 2;
      text(response).then((body) => resolve(ok({ status, headers, body, at })), giveUp);
    });
    request.end();
  });
}

/** Whether it is what both of our servers say at `/healthz`. */
export function isHealthy({ status, body }: Answer): boolean {
  return status === 200 && body === '{"status":"ok"}';
}
