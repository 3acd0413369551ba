import { afterEach, describe, expect, test, vi } from "vitest";
import { call } from "./api.ts";

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("call()", () => {
  test("gives the body of what went well, which may be none", async () => {
    answerWith(Response.json({ title: "Physics 7b" }));
    expect(await call("GET", "/api/x")).toEqual({ ok: true, body: { title: "Physics 7b" } });
    answerWith(new Response(null, { status: 204 }));
    expect(await call("DELETE", "/api/x")).toEqual({ ok: true, body: null });
  });

  test.each([
    ["", { code: "meeting-ended", message: "Over" }, null],
    [" and the field", { code: "invalid-field", message: "Too long", field: "name" }, "name"],
  ])(
    "gives a refusal of the app with its status, code and sentence%s",
    async (_, refusal, field) => {
      answerWith(Response.json(refusal, { status: 409 }));
      const rest = { ok: false, status: 409, retryAfterMs: 0, field };
      expect(await call("POST", "/api/x")).toEqual({ ...refusal, ...rest });
    },
  );

  test.each([
    ["a proxy's page", () => Promise.resolve(new Response("<h1>Bad Gateway", { status: 502 }))],
    ["JSON of somebody else", () => Promise.resolve(Response.json({ no: 1 }, { status: 403 }))],
    ["a JSON text", () => Promise.resolve(Response.json(null, { status: 404 }))],
    ["a portal's page in place of the answer", () => Promise.resolve(new Response("<h1>Hello"))],
    ["no network", () => Promise.reject(new TypeError("Failed to fetch"))],
  ])("takes %s for an app that did not answer", async (_, fetch) => {
    vi.stubGlobal("fetch", fetch);
    expect(await call("GET", "/api/x")).toMatchObject({ code: "offline", status: null });
  });

  test("tells how long not to ask again, whoever says so", async () => {
    const headers = { "retry-after": "4" };
    answerWith(Response.json({ code: "overloaded" }, { status: 503, headers }));
    expect(await call("GET", "/api/x")).toMatchObject({ status: 503, retryAfterMs: 4000 });
    answerWith(new Response("<h1>Back soon", { status: 503, headers }));
    expect(await call("GET", "/api/x")).toMatchObject({ status: null, retryAfterMs: 4000 });
  });
});

function answerWith(response: Response): void {
  vi.stubGlobal("fetch", async () => response);
}
