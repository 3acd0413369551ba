import { describe, expect, test } from "vitest";
import { openTestApp, password, type TestApp } from "../testing/test-app.ts";
import { deviceCookie, sessionCookie } from "./cookies.ts";

const hourMs = 60 * 60_000;
const ann = { username: "ann", password };

test("signing in sets cookies that only this host gets, by TLS, out of reach of scripts", async () => {
  const testApp = await appWithAnn();
  const { status, body, cookies } = await testApp.browser().post("/api/session", ann);
  expect({ status, body }).toMatchObject({ status: 200, body: { account: { username: "ann" } } });
  expect(cookies.map((cookie) => cookie.replace(/=[A-Za-z0-9_.-]{40,}/, "=ID"))).toEqual([
    "__Host-lectern=ID; Path=/; HttpOnly; Secure; SameSite=Lax",
    "__Host-lectern-device=ID; Max-Age=34560000; Path=/; HttpOnly; Secure; SameSite=Lax",
  ]);
});

test("signing in gives a new id, and the id from before is nobody's", async () => {
  const testApp = await appWithAnn();
  const browser = testApp.browser();
  await browser.post("/api/session", ann);
  const before = browser.cookies.get(sessionCookie) ?? "";
  await browser.post("/api/session", ann);
  expect(browser.cookies.get(sessionCookie)).not.toBe(before);
  const old = testApp.browser();
  old.cookies.set(sessionCookie, before);
  expect((await old.get("/api/account")).status).toBe(401);
});

test("an id that somebody planted is not the one that is signed in", async () => {
  const testApp = await appWithAnn();
  const browser = testApp.browser();
  const planted = "A".repeat(43);
  browser.cookies.set(sessionCookie, planted);
  await browser.post("/api/session", ann);
  expect(browser.cookies.get(sessionCookie)).not.toBe(planted);
});

test("signing out ends the session and takes the cookie away", async () => {
  const testApp = await appWithAnn();
  const browser = testApp.browser();
  await browser.post("/api/session", ann);
  const copy = testApp.browser();
  copy.cookies.set(sessionCookie, browser.cookies.get(sessionCookie) ?? "");
  expect((await browser.delete("/api/session")).status).toBe(204);
  expect(browser.cookies.has(sessionCookie)).toBe(false);
  expect((await copy.get("/api/account")).status).toBe(401);
});

test("a session that is used lives 7 days, one that is not 12 hours", async () => {
  const testApp = await openTestApp();
  const { browser: used } = await testApp.addPerson("used", "student");
  const { browser: idle } = await testApp.addPerson("idle", "student");
  for (let hours = 0; hours < 7 * 24; hours += 8) {
    expect((await used.get("/api/account")).status).toBe(200);
    testApp.advance(8 * hourMs);
    if (hours === 8) expect((await idle.get("/api/account")).status).toBe(401);
  }
  expect((await used.get("/api/account")).status).toBe(401);
});

test("changing the password asks for the old one and ends the other sessions", async () => {
  const testApp = await openTestApp();
  const { browser } = await testApp.addPerson("ann", "teacher");
  const other = testApp.browser();
  await other.post("/api/session", ann);
  const next = "another long password";
  const wrong = await browser.put("/api/account/password", { current: "wrong", next });
  expect(wrong).toMatchObject({ status: 401, body: { code: "bad-credentials", field: "current" } });
  const short = await browser.put("/api/account/password", { current: password, next: "short" });
  expect(short).toMatchObject({ status: 400, body: { code: "invalid-field", field: "next" } });
  const changed = await browser.put("/api/account/password", { current: password, next });
  expect(changed.status).toBe(204);
  expect((await browser.get("/api/account")).status).toBe(200);
  expect((await other.get("/api/account")).status).toBe(401);
  expect((await other.post("/api/session", { username: "ann", password: next })).status).toBe(200);
});

describe("guessing", () => {
  test("the 11th guess in 15 minutes waits, right or wrong, known or unknown", async () => {
    const testApp = await appWithAnn();
    for (const username of ["ann", "unknown"]) {
      for (let guess = 0; guess < 10; guess += 1) {
        const { status, body } = await from(testApp, `192.0.2.${guess}`, {
          username,
          password: "wrong",
        });
        expect({ status, code: body["code"] }).toEqual({ status: 401, code: "bad-credentials" });
      }
      const refused = await from(testApp, "192.0.2.99", { username, password });
      expect(refused).toMatchObject({ status: 429, body: { code: "too-many-attempts" } });
      expect(refused.body["retryAfterMs"]).toBe(15 * 60_000);
      expect(refused.headers["retry-after"]).toBe("900");
    }
    testApp.advance(15 * 60_000);
    expect((await from(testApp, "192.0.2.99", ann)).status).toBe(200);
  });

  test("guesses that come at once are counted one by one", async () => {
    const testApp = await appWithAnn();
    const guesses = Array.from({ length: 30 }, (_, guess) =>
      from(testApp, `192.0.2.${guess}`, { username: "ann", password: "wrong" }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(10);
  });

  test("who signed in with a browser before gets in with it beside a guesser", async () => {
    const testApp = await appWithAnn();
    const browser = testApp.browser();
    await browser.post("/api/session", ann);
    await browser.delete("/api/session");
    for (let guess = 0; guess < 60; guess += 1)
      await from(testApp, "127.0.0.1", { ...ann, password: "wrong" });
    expect((await from(testApp, "127.0.0.1", ann)).status).toBe(429);
    expect((await browser.post("/api/session", ann)).status).toBe(200);
  });

  test("who guesses at invented names locks nobody out of the address", async () => {
    const testApp = await appWithAnn();
    for (let guess = 0; guess < 60; guess += 1) {
      const answer = await from(testApp, "192.0.2.1", { username: `user${guess}`, password });
      expect(answer.body["code"]).toBe("bad-credentials");
    }
    expect((await from(testApp, "192.0.2.1", ann)).status).toBe(200);
  });

  test("a cookie that nobody signed gives no counter of its own", async () => {
    const testApp = await appWithAnn();
    const browser = testApp.browser();
    let last = 0;
    for (let guess = 0; guess < 11; guess += 1) {
      browser.cookies.set(deviceCookie, `${"A".repeat(21)}${guess % 10}.${"B".repeat(22)}`);
      last = (await browser.post("/api/session", { ...ann, password: "wrong" })).status;
    }
    expect(last).toBe(429);
  });
});

async function appWithAnn(): Promise<TestApp> {
  const testApp = await openTestApp();
  await testApp.addPerson("ann", "teacher");
  return testApp;
}

function from(testApp: TestApp, remoteAddress: string, body: object) {
  return testApp.browser().post("/api/session", body, { remoteAddress });
}
