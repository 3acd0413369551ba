import { expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";

const json = "application/json";

// What browsers send with 12 requests that pages make; sign-in is asked for with wrong credentials.
test.each([
  ["a fetch of our page", { "sec-fetch-site": "same-origin", "content-type": json }, 401],
  [
    "a fetch of our page, an old browser",
    { origin: "http://school.example", "content-type": json },
    401,
  ],
  ["a fetch of another site", { "sec-fetch-site": "cross-site", "content-type": json }, 403],
  ["a fetch of a sister site", { "sec-fetch-site": "same-site", "content-type": json }, 403],
  ["a fetch from nowhere", { "sec-fetch-site": "none", "content-type": json }, 403],
  ["another site, an old browser", { origin: "https://evil.example", "content-type": json }, 403],
  [
    "our name by another scheme, an old browser",
    { origin: "https://school.example", "content-type": json },
    403,
  ],
  [
    "our page with the port that is left out, an old browser",
    { origin: "http://school.example", host: "school.example:80", "content-type": json },
    401,
  ],
  [
    "another port, an old browser",
    { origin: "http://school.example:81", "content-type": json },
    403,
  ],
  [
    "a name with ours in front",
    { origin: "http://school.example.evil.example", "content-type": json },
    403,
  ],
  ["a sandboxed frame, an old browser", { origin: "null", "content-type": json }, 403],
  ["nothing that says where from", { "content-type": json }, 403],
  ["a form of another site", { "sec-fetch-site": "cross-site", "content-type": "text/plain" }, 403],
  ["a form of ours", { "sec-fetch-site": "same-origin", "content-type": "text/plain" }, 415],
  [
    "ours by fetch metadata, whatever the origin",
    { "sec-fetch-site": "cross-site", origin: "http://school.example", "content-type": json },
    403,
  ],
] as const)("%s", async (_, headers, status) => {
  const testApp = await openTestApp();
  const answer = await testApp.app.inject({
    method: "POST",
    url: "/api/session",
    headers: { host: "school.example", ...headers },
    payload: JSON.stringify({ username: "ann", password: "wrong" }),
  });
  expect(answer.statusCode).toBe(status);
});

test("the scheme of a page behind a proxy is that of the proxy", async () => {
  const testApp = await openTestApp({ LECTERN_TRUST_PROXY: "127.0.0.1" });
  const statusOf = async (origin: string) => {
    const { statusCode } = await testApp.app.inject({
      method: "POST",
      url: "/api/session",
      headers: {
        host: "school.example",
        "x-forwarded-proto": "https",
        origin,
        "content-type": json,
      },
      payload: JSON.stringify({ username: "ann", password: "wrong" }),
    });
    return statusCode;
  };
  expect(await statusOf("https://school.example")).toBe(401);
  expect(await statusOf("http://school.example")).toBe(403);
});

test.each([
  ["/api/links/accept", "POST"],
  ["/api/guests", "POST"],
  ["/api/account/password", "PUT"],
  ["/api/conferences/x/token", "POST"],
  ["/api/conferences/x/start", "POST"],
  ["/api/conferences/x/guest-link", "DELETE, PUT"],
  ["/api/conferences/x/members", "POST"],
  ["/api/accounts/x", "PUT"],
])("GET %s changes nothing: 405, allowed is %s", async (path, allow) => {
  const testApp = await openTestApp();
  const { status, body, headers } = await testApp.browser().get(path);
  expect({ status, code: body["code"], allow: headers["allow"] }).toEqual({
    status: 405,
    code: "method-not-allowed",
    allow,
  });
});
