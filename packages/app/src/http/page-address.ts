import type { FastifyRequest } from "fastify";
import type { PageAddress } from "../signaling-url.ts";

/** How the browser reached us; a trusted proxy says it in place of the connection. */
export function pageAddressOf({ protocol, host }: FastifyRequest): PageAddress {
  return { protocol, host };
}
