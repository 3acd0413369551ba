import { expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";
import { securityHeaders } from "./headers.ts";

const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'",
  "connect-src 'self' ws://school.example:6001; worker-src 'self'; manifest-src 'self'; frame-src 'none'",
  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  "require-trusted-types-for 'script'; trusted-types 'none'",
].join("; ");

const always = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

const permissions =
  "fullscreen=(self), picture-in-picture=(self), screen-wake-lock=(self), autoplay=(self), speaker-selection=(self), geolocation=(), midi=(), usb=(), serial=(), hid=(), payment=()";

test("the room page may use camera, screen and our socket, and nothing else", async () => {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const { headers, text } = await teacher.browser.get(`/conferences/${id}/room`);
  expect(text).toBe("<title>room</title>");
  expect(withoutTheBody(headers)).toEqual({
    ...always,
    "content-security-policy": policy,
    "permissions-policy": `camera=(self), microphone=(self), display-capture=(self), ${permissions}`,
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
  });
});

test("the other pages get no camera, no screen and no socket", async () => {
  const testApp = await openTestApp();
  const { headers, text } = await testApp.browser().get("/sign-in");
  expect(text).toBe("<title>site</title>");
  expect(withoutTheBody(headers)).toEqual({
    ...always,
    "content-security-policy": policy.replace(" ws://school.example:6001", ""),
    "permissions-policy": `camera=(), microphone=(), display-capture=(), ${permissions}`,
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
  });
});

test("what is no page runs nothing and is not kept", async () => {
  const testApp = await openTestApp();
  const { headers } = await testApp.browser().get("/api/session");
  expect(withoutTheBody(headers)).toEqual({
    ...always,
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
  });
});

test("built files are kept for ever, and sent compressed to those who take it", async () => {
  const testApp = await openTestApp();
  const browser = testApp.browser();
  const plain = await browser.get("/assets/site-1a2b.js");
  expect(plain).toMatchObject({ status: 200, text: "plain();" });
  expect(plain.headers).toMatchObject({
    ...always,
    "cache-control": "public, max-age=31536000, immutable",
    "content-type": expect.stringContaining("javascript"),
  });
  const compressed = await browser.get("/assets/site-1a2b.js", {
    headers: { "accept-encoding": "gzip, br" },
  });
  expect(compressed.headers).toMatchObject({ "content-encoding": "br", vary: "accept-encoding" });
  expect(compressed.text).toBe("compressed");
});

test.each(["/assets/none.js", "/assets/", "/assets/../index.html", "/assets/%2e%2e/room.html"])(
  "%s gives no file",
  async (path) => {
    const testApp = await openTestApp();
    const { status, text } = await testApp.browser().get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(text).not.toContain("<title>room");
  },
);

test("securityHeaders() asks for TLS for a year when the browser came by TLS, and only then", () => {
  const header = (isSecure: boolean) =>
    securityHeaders("site", { isSecure, signalingOrigin: null })["strict-transport-security"];
  expect(header(true)).toBe("max-age=31536000");
  expect(header(false)).toBeUndefined();
});

test("a trusted proxy says by which scheme and name the browser came; another is not believed", async () => {
  const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "class.example" };
  const trusting = await openTestApp({ LECTERN_TRUST_PROXY: "loopback" });
  const believed = await trusting.browser().get("/", { headers: forwarded });
  expect(believed.headers["strict-transport-security"]).toBe("max-age=31536000");
  const plain = await openTestApp();
  const ignored = await plain.browser().get("/", { headers: forwarded });
  expect(ignored.headers["strict-transport-security"]).toBeUndefined();
});

/** The headers that say something about the answer as such. */
function withoutTheBody(headers: Readonly<Record<string, string>>): object {
  const { date, connection, "content-type": _, "content-length": __, ...rest } = headers;
  return rest;
}
