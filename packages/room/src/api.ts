import { retryAfterMs } from "./retry-after.ts";

/** A code for programs, with a sentence for people. */
export interface Refusal {
  readonly ok: false;
  /** The HTTP status; `null` when it was not the app that answered. */
  readonly status: number | null;
  readonly code: string;
  readonly message: string;
  /** Which of what was sent is wrong; `null` when it is none of it. */
  readonly field: string | null;
  /** How long not to ask again, in ms. */
  readonly retryAfterMs: number;
}

/** What the app answered: a body or a refusal. */
export type Answer<T> = { readonly ok: true; readonly body: T } | Refusal;

/** Calls the app's HTTP API. An app that does not answer is an answer too: `offline`. */
export async function call<T = unknown>(
  method: "GET" | "POST" | "PUT" | "DELETE",
  path: string,
  body?: object,
): Promise<Answer<T>> {
  try {
    const response = await fetch(path, {
      method,
      ...(method !== "GET" && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body ?? {}),
      }),
    });
    return await read<T>(response);
  } catch {
    return offline(0);
  }
}

/** What is not JSON of the app comes from something that stands before it. */
async function read<T>(response: Response): Promise<Answer<T>> {
  const { ok, status } = response;
  const waitMs = retryAfterMs(response.headers.get("retry-after"), Date.now());
  const content = status === 204 ? null : await response.json().catch(() => undefined);
  if (ok && content !== undefined) return { ok, body: content };
  if (typeof content?.code !== "string") return offline(waitMs);
  const { code, message, field } = content;
  return {
    ...{ ok: false, status, code, message: String(message), retryAfterMs: waitMs },
    field: typeof field === "string" ? field : null,
  };
}

function offline(waitMs: number): Refusal {
  const message = "Lectern did not answer. Check your connection and try again.";
  return { ok: false, status: null, code: "offline", message, field: null, retryAfterMs: waitMs };
}
