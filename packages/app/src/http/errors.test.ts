import { expect, test } from "vitest";
import { openTestApp, type TestApp } from "../testing/test-app.ts";

test.each([
  ["no JSON", "{", 400, "bad-json"],
  ["a prototype", '{"__proto__":{"role":"administrator"}}', 400, "bad-json"],
  ["no body", "", 400, "invalid-field"],
  ["a list", "[]", 400, "invalid-field"],
  ["a number for a text", '{"username":1,"password":""}', 400, "invalid-field"],
  ["65 KiB", `{"username":"${"x".repeat(65 * 1024)}"}`, 413, "body-too-large"],
])("a body of %s is refused by name", async (_, payload, status, code) => {
  const testApp = await openTestApp();
  expect(await post(testApp, payload)).toMatchObject({ status, body: { code } });
});

test("a missing field is named", async () => {
  const testApp = await openTestApp();
  const { body } = await post(testApp, '{"username":"ann"}');
  expect(body).toEqual({
    code: "invalid-field",
    message: "A field is missing or not allowed",
    field: "password",
  });
});

test("what breaks in a route is `internal`; the log has its place, not what was sent", async () => {
  const testApp = await openTestApp();
  await testApp.context.db.schema.dropTable("oneTimeLinks").execute();
  const secret = "S".repeat(43);
  const answer = await testApp.browser().post("/api/links/inspect", { secret });
  expect(answer).toMatchObject({
    status: 500,
    body: { code: "internal", message: "Something went wrong in the app" },
  });
  expect(testApp.log).toContain('"event":"request failed"');
  expect(testApp.log).not.toContain(secret);
});

test.each(["a b", "evil.example;script-src *", "school.example,evil", "[::1", "x\u00e9"])(
  "the Host %j is refused before it gets into a header",
  async (host) => {
    const testApp = await openTestApp();
    const { status, body, headers } = await testApp.browser().get("/", { headers: { host } });
    expect({ status, code: body["code"] }).toEqual({ status: 400, code: "bad-host" });
    expect(JSON.stringify(headers)).not.toContain("evil");
  },
);

test("an address that cannot be decoded is refused by name", async () => {
  const testApp = await openTestApp();
  const { status, body } = await testApp.browser().get("/api/conferences/%zz");
  expect({ status, code: body["code"] }).toEqual({ status: 400, code: "bad-request" });
});

test("an address of the API that is not there gives JSON to every method", async () => {
  const testApp = await openTestApp();
  for (const method of ["GET", "POST", "DELETE"] as const) {
    const { status, body } = await testApp.browser().request(method, "/api/none?x=1", {});
    expect({ status, code: body["code"] }).toEqual({ status: 404, code: "not-found" });
  }
});

function post(testApp: TestApp, payload: string) {
  return testApp.app
    .inject({
      method: "POST",
      url: "/api/session",
      headers: {
        host: "school.example",
        "sec-fetch-site": "same-origin",
        "content-type": "application/json",
      },
      payload,
    })
    .then((answer) => ({
      status: answer.statusCode,
      body: answer.json<Record<string, unknown>>(),
    }));
}
