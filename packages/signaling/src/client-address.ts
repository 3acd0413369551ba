import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import proxyAddr from "@fastify/proxy-addr";
import { addressKey } from "@lectern/protocol/address-key";

/**
 * Makes the function that says where a request came from, as far as limits go.
 *
 * @param trusted proxies whose `X-Forwarded-For` is believed
 */
export function clientAddressWith(
  trusted: readonly string[],
): (request: IncomingMessage) => string {
  const trust = proxyAddr.compile([...trusted]);
  return (request) => {
    const address = proxyAddr(request, trust);
    return isIP(address) ? addressKey(address) : "unknown";
  };
}
