import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { signalingOrigin } from "../signaling-url.ts";
import { type ContentKind, securityHeaders } from "./headers.ts";
import { pageAddressOf } from "./page-address.ts";

export interface Sending {
  readonly context: Context;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Puts on a reply the headers of what it will be; a page replaces those set before. */
export function setHeaders({ context, request, reply }: Sending, kind: ContentKind): void {
  const { signaling } = context.config;
  const headers = securityHeaders(kind, {
    isSecure: request.protocol === "https",
    signalingOrigin: signaling.enabled ? signalingOrigin(signaling, pageAddressOf(request)) : null,
  });
  reply.headers(headers);
}
