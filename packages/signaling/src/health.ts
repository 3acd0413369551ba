import type { IncomingMessage, ServerResponse } from "node:http";
import { carriesBearer } from "./bearer.ts";
import type { Metrics } from "./metrics.ts";
import { pathOf } from "./upgrade.ts";

export interface HealthOptions {
  readonly metrics: Pick<Metrics, "text" | "contentType">;
  /** Whether new clients are welcome. */
  readonly isReady: () => boolean;
  /** What opens the metrics to who does not ask over the loopback; `null`: nothing. */
  readonly secret: string | null;
}

/** What monitors ask: `/healthz`, `/readyz`, `/metrics`. */
export interface Health {
  /** @returns whether the request was one of these; it is answered then */
  answer(
    request: IncomingMessage,
    response: ServerResponse,
    options: { readonly isTrusted: boolean },
  ): boolean;
}

/**
 * Says how the process does, without a name of anybody or of any room (O1).
 *
 * Counts are for who asks over the loopback or knows the secret; to others there is
 * nothing at that path.
 */
export function createHealth({ metrics, isReady, secret }: HealthOptions): Health {
  return {
    answer: (request, response, { isTrusted }) => {
      switch (pathOf(request.url)) {
        case "/healthz":
          send(response, 200, { status: "ok" });
          return true;
        case "/readyz":
          send(response, isReady() ? 200 : 503, { status: isReady() ? "ready" : "draining" });
          return true;
        case "/metrics":
          if (!isTrusted && (secret === null || !carriesBearer(request, secret))) return false;
          void sendMetrics(response, metrics);
          return true;
        default:
          return false;
      }
    },
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

async function sendMetrics(response: ServerResponse, metrics: HealthOptions["metrics"]) {
  const text = await metrics.text();
  response.writeHead(200, { "content-type": metrics.contentType, "cache-control": "no-store" });
  response.end(text);
}
