/** What the app answered: a body, or a code for programs with a sentence for people. */
export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** Calls the app's HTTP API. A network that does not answer is an answer too: `offline`. */
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
    const content = response.status === 204 ? null : await response.json();
    if (response.ok) return { ok: true, body: content };
    return { ok: false, code: String(content?.code), message: String(content?.message) };
  } catch {
    const message = "Lectern did not answer. Check your connection and try again.";
    return { ok: false, code: "offline", message };
  }
}
