import type { App } from "../http/app.ts";

export interface Answer {
  readonly status: number;
  /** The body as JSON when it is that, else its text. */
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
}

type Method = "GET" | "POST" | "PUT" | "DELETE" | "PATCH" | "OPTIONS";

export interface RequestOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly remoteAddress?: string;
}

/** A browser with cookies of its own, as a page of our site drives it. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #app: App;
  readonly #onExchange: (answer: Answer, body: unknown) => void;

  constructor(app: App, onExchange: (answer: Answer, body: unknown) => void) {
    this.#app = app;
    this.#onExchange = onExchange;
  }

  get(path: string, options: RequestOptions = {}): Promise<Answer> {
    return this.request("GET", path, options);
  }

  post(path: string, body?: unknown, options: RequestOptions = {}): Promise<Answer> {
    return this.request("POST", path, { ...options, body });
  }

  put(path: string, body?: unknown): Promise<Answer> {
    return this.request("PUT", path, { body });
  }

  delete(path: string): Promise<Answer> {
    return this.request("DELETE", path, {});
  }

  async request(method: Method, path: string, options: RequestOptions): Promise<Answer> {
    const { body, headers = {}, remoteAddress } = options;
    const jar = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await this.#app.inject({
      method,
      url: path,
      headers: {
        host: "school.example",
        "sec-fetch-site": "same-origin",
        ...(jar !== "" && { cookie: jar }),
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
      ...(remoteAddress !== undefined && { remoteAddress }),
    });
    for (const { name, value } of response.cookies) {
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const answer = {
      status: response.statusCode,
      body: asJson(response.body),
      text: response.body,
      headers: Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
      ),
      cookies: [response.headers["set-cookie"] ?? []].flat(),
    };
    this.#onExchange(answer, body);
    return answer;
  }
}

function asJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
