import type { FastifyReply } from "fastify";
import { type Problem, statusOf } from "./problem.ts";

/** Sends a refusal: its status, and its code and sentence as JSON. */
export function refuse(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterMs !== undefined) {
    reply.header("retry-after", Math.ceil(problem.retryAfterMs / 1000));
  }
  return reply.code(statusOf(problem)).send(problem);
}
