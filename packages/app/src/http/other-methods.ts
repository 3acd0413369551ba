import type { App } from "./app.ts";
import { problem } from "./problem.ts";
import { refuse } from "./refuse.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/**
 * Answers 405 where an address is known and the method is not (RFC 9110 §15.5.6).
 *
 * @returns what to call when all routes are there
 */
export function watchMethods(app: App): () => void {
  const known = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const taken = known.get(url) ?? new Set();
    for (const one of [method].flat()) taken.add(one);
    known.set(url, taken);
  });
  return () => {
    for (const [url, taken] of [...known]) {
      const others = methods.filter((method) => !taken.has(method));
      const allow = [...taken].sort().join(", ");
      app.route({
        method: others,
        url,
        handler: (_request, reply) =>
          refuse(reply.header("allow", allow), problem("method-not-allowed")),
      });
    }
  };
}
