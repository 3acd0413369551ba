import type { RequestListener, ServerOptions } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { join } from "node:path";
import cookies from "@fastify/cookie";
import staticFiles from "@fastify/static";
import type { TypeBoxTypeProvider } from "@fastify/type-provider-typebox";
import type { TlsPair } from "@lectern/settings/tls";
import fastify from "fastify";
import { accountsRoutes } from "./accounts/accounts-routes.ts";
import { ownAccountRoutes } from "./accounts/own-account-routes.ts";
import { conferenceRoutes } from "./conferences/conference-routes.ts";
import { liveRoutes } from "./conferences/live-routes.ts";
import { memberRoutes } from "./conferences/member-routes.ts";
import { removalRoutes } from "./conferences/removal-routes.ts";
import { tokenRoute } from "./conferences/token-route.ts";
import type { Context } from "./context.ts";
import { guestRoutes } from "./guests/guest-routes.ts";
import type { App } from "./http/app.ts";
import { handleError, toProblem } from "./http/errors.ts";
import { addHooks } from "./http/hooks.ts";
import { watchMethods } from "./http/other-methods.ts";
import { loadPages, pageRoutes, sendPage } from "./http/pages.ts";
import { problem } from "./http/problem.ts";
import { refuse } from "./http/refuse.ts";
import { setHeaders } from "./http/send-headers.ts";
import { linkRoutes } from "./links/link-routes.ts";
import { sessionRoutes } from "./sessions/session-routes.ts";

// An import would read every member of the module, and one of them loads an HTTP client: 4 MB.
const { createServer: createHttpServer } = process.getBuiltinModule("node:http");

const maxBodyBytes = 64 * 1024;

/** A client that dawdles over its request is cut off; checked often enough to hold to it. */
const timeouts: ServerOptions = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 2_500,
  // Longer than the minute for which proxies keep a connection, so that they close it, not we.
  keepAliveTimeout: 72_000,
};

/**
 * Puts the HTTP app together; it does not listen yet.
 *
 * @param pagesFolder where Vite put the built pages
 */
export async function createServer(context: Context, pagesFolder: string): Promise<App> {
  const { tls, trustProxy } = context.config;
  const app: App = fastify({
    bodyLimit: maxBodyBytes,
    trustProxy: trustProxy.length > 0 ? [...trustProxy] : false,
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    serverFactory: (handler) => createListener(tls, handler),
    frameworkErrors: (error, request, reply) => {
      setHeaders({ context, request, reply }, "data");
      return refuse(reply, toProblem(error));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setErrorHandler<Parameters<typeof handleError>[1]>((error, request, reply) =>
    handleError(context, error, { request, reply }),
  );
  acceptOnlyJson(app);
  addHooks(app, context);
  await app.register(cookies);
  const answerOtherMethods = watchMethods(app);
  addRoutes(app, context);
  await addPages(app, context, pagesFolder);
  answerOtherMethods();
  return app;
}

function addRoutes(app: App, context: Context): void {
  app.get("/healthz", async () => ({ status: "ok" }));
  sessionRoutes(app, context);
  linkRoutes(app, context);
  ownAccountRoutes(app, context);
  accountsRoutes(app, context);
  conferenceRoutes(app, context);
  memberRoutes(app, context);
  removalRoutes(app, context);
  liveRoutes(app, context);
  guestRoutes(app, context);
  tokenRoute(app, context);
}

async function addPages(app: App, context: Context, folder: string): Promise<void> {
  const pages = await loadPages(folder);
  pageRoutes(app, context, pages);
  if (pages) {
    await app.register(staticFiles, {
      root: join(folder, "assets"),
      prefix: "/assets/",
      decorateReply: false,
      dotfiles: "deny",
      index: false,
      preCompressed: true,
      // Their names change with their content.
      immutable: true,
      maxAge: "1y",
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage = request.method === "GET" && !/^\/(?:api|assets)(?:[/?]|$)/.test(request.url);
    if (!isPage) return refuse(reply, problem("not-found"));
    return sendPage({ context, pages, request, reply: reply.code(404) }, "site");
  });
}

/** No body but JSON is read; an empty one is none. */
function acceptOnlyJson(app: App): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else parse(request, body.toString(), done);
  });
}

function createListener(tls: TlsPair | null, handler: RequestListener) {
  return tls
    ? createHttpsServer({ ...timeouts, ...tls }, handler)
    : createHttpServer(timeouts, handler);
}
