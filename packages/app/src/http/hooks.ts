import type { FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { isHost } from "../signaling-url.ts";
import type { App } from "./app.ts";
import { pageAddressOf } from "./page-address.ts";
import { problem } from "./problem.ts";
import { refuse } from "./refuse.ts";
import { isSameSite } from "./same-site.ts";
import { setHeaders } from "./send-headers.ts";

/** What happens to every request before its route sees it, and after it was answered. */
export function addHooks(app: App, context: Context): void {
  app.addHook("onRequest", async (request: FastifyRequest, reply: FastifyReply) => {
    setHeaders({ context, request, reply }, request.url.startsWith("/assets/") ? "asset" : "data");
    if (!isHost(request.host)) return refuse(reply, problem("bad-host"));
    if (!isSameSite(request.method, request.headers, pageAddressOf(request))) {
      return refuse(reply, problem("cross-site"));
    }
  });

  app.addHook("onResponse", async (request, reply) => {
    context.log.info("request", {
      method: request.method,
      route: request.routeOptions.url ?? "none",
      status: reply.statusCode,
      ms: reply.elapsedTime,
    });
  });
}
