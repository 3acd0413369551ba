/** A browser-less user of the app's HTTP API, with the cookies it was given. */
export class ApiUser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  async call(
    method: "GET" | "POST" | "PUT" | "DELETE",
    path: string,
    body?: object,
  ): Promise<ApiAnswer> {
    const response = await fetch(this.#origin + path, {
      method,
      headers: {
        origin: this.#origin,
        "sec-fetch-site": "same-origin",
        cookie: this.cookieHeader(),
        ...(body && { "content-type": "application/json" }),
      },
      redirect: "manual",
      ...(body && { body: JSON.stringify(body) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    const text = await response.text();
    return { status: response.status, text, body: readJson(text) };
  }

  cookieHeader(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** The cookies in the form in which a browser is given them. */
  cookies(): readonly { readonly name: string; readonly value: string }[] {
    return [...this.#cookies].map(([name, value]) => ({ name, value }));
  }
}

export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose shape is what they assert
  readonly body: any;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
