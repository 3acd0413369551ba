import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { type Problem, problem } from "./problem.ts";
import { refuse } from "./refuse.ts";

/** Answers what was thrown: by Fastify about a request it cannot read, or by a mistake of ours. */
export function handleError(
  { log }: Context,
  error: FastifyError,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
): FastifyReply {
  const answer = toProblem(error);
  if (answer.code === "internal") {
    const { method } = request;
    log.error("request failed", { method, route: request.routeOptions.url ?? "none", error });
  }
  return refuse(reply, answer);
}

/** The refusal that an error of Fastify stands for. */
export function toProblem(error: FastifyError): Problem {
  if (error.validation) return invalidField(error.validation[0]);
  const status = error.statusCode ?? 500;
  switch (status) {
    case 413:
      return problem("body-too-large");
    case 415:
      return problem("json-required");
    case 404:
      return problem("not-found");
    default:
      if (error instanceof SyntaxError || error.code === "FST_ERR_CTP_INVALID_JSON_BODY") {
        return problem("bad-json");
      }
      return status < 500 ? problem("bad-request") : problem("internal");
  }
}

interface Violation {
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}

function invalidField(violation: Violation | undefined): Problem {
  const { missingProperty } = violation?.params ?? {};
  const path = violation?.instancePath.slice(1).replaceAll("/", ".") ?? "";
  const field = path || (typeof missingProperty === "string" ? missingProperty : "");
  return problem("invalid-field", field === "" ? {} : { field });
}
