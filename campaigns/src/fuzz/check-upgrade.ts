import { refuseUpgrade } from "@lectern/signaling/upgrade";
import { rules, type UpgradeRequest } from "./upgrade-requests.ts";

/** What is wrong with how an upgrade request is judged; `null` when nothing is. */
export function checkUpgrade(request: UpgradeRequest): string | null {
  const refusal = refuseUpgrade(request, rules);
  if (!refusal) return checkAccepted(request);
  if (![400, 403, 404, 426].includes(refusal.status)) return `refuses with ${refusal.status}`;
  return refusal.message === "" ? "refuses without a word" : null;
}

/** RFC 6455 §4.2.1 and the contract's rule of origins, said a second time and more simply. */
function checkAccepted({
  method,
  url,
  httpVersion,
  rawHeaders,
  headers,
}: UpgradeRequest): string | null {
  if (httpVersion !== "1.1") return `accepts HTTP/${httpVersion}`;
  if (rawHeaders.length !== 2) return "accepts another number of hosts than one";
  if (headers["content-length"] !== undefined) return "accepts a body";
  if (method !== "GET") return `accepts the method ${method}`;
  if (url.replace(/\?.*$/s, "") !== rules.path) return `accepts the target ${url}`;
  if (!/^websocket$/i.test(headers["upgrade"] ?? "")) return "accepts another upgrade";
  if (headers["sec-websocket-version"] !== "13") return "accepts another version";
  if (Buffer.from(headers["sec-websocket-key"] ?? "", "base64").length !== 16)
    return "accepts a bad key";
  return checkOrigin(headers["origin"], headers["host"]);
}

function checkOrigin(origin: string | undefined, host: string | undefined): string | null {
  if (origin === undefined || rules.allowedOrigins.some((allowed) => allowed === origin))
    return null;
  const ofHost = /^https?:\/\/([^:/?#@]+)(?::\d+)?$/.exec(origin)?.[1];
  return ofHost !== undefined && host?.split(/[:/]/)[0] === ofHost
    ? null
    : `accepts the origin ${origin}`;
}
