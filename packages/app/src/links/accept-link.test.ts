import { expect, test } from "vitest";
import { openTestApp, password, secretOf } from "../testing/test-app.ts";
import { makeFirstAccountLink } from "./one-time-links.ts";

const first = { name: "Ada", username: "ada", password };

test("the first account is made by its link alone, and becomes the administrator", async () => {
  const testApp = await openTestApp();
  const secret = (await makeFirstAccountLink(testApp.context.db, testApp.now)) ?? "";
  const browser = testApp.browser();
  expect(
    (await browser.post("/api/links/accept", { ...first, secret: "A".repeat(43) })).body,
  ).toMatchObject({
    code: "link-not-found",
  });
  expect((await browser.post("/api/links/inspect", { secret })).body).toEqual({
    purpose: "first-account",
    name: "",
    username: "",
  });
  expect((await browser.post("/api/links/accept", { ...first, secret })).body).toMatchObject({
    account: { name: "Ada", username: "ada", role: "administrator" },
  });
  expect((await browser.get("/api/accounts")).status).toBe(200);
});

test("each start prints a first-account link that works; one use ends them all", async () => {
  const testApp = await openTestApp();
  const { db } = testApp.context;
  const early = (await makeFirstAccountLink(db, testApp.now)) ?? "";
  testApp.advance(400 * 24 * 3_600_000);
  const late = (await makeFirstAccountLink(db, testApp.now)) ?? "";
  const browser = testApp.browser();
  expect((await browser.post("/api/links/accept", { ...first, secret: early })).status).toBe(200);
  expect((await browser.post("/api/links/inspect", { secret: late })).status).toBe(404);
  expect(await makeFirstAccountLink(db, testApp.now)).toBeNull();
});

test("of two who use one link at once, one makes the account", async () => {
  const testApp = await openTestApp();
  const secret = (await makeFirstAccountLink(testApp.context.db, testApp.now)) ?? "";
  const answers = await Promise.all(
    ["ada", "eve"].map((username) =>
      testApp.browser().post("/api/links/accept", { ...first, username, secret }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
});

test("what is wrong with the answer is named, and the link still works after it", async () => {
  const testApp = await openTestApp();
  const secret = (await makeFirstAccountLink(testApp.context.db, testApp.now)) ?? "";
  const browser = testApp.browser();
  for (const field of ["name", "username", "password"] as const) {
    const { body } = await browser.post("/api/links/accept", { ...first, secret, [field]: " " });
    expect(body).toMatchObject({ code: "invalid-field", field });
  }
  expect((await browser.post("/api/links/accept", { ...first, secret })).status).toBe(200);
});

test("an account's link works once and for 14 days; a newer one replaces it", async () => {
  const testApp = await openTestApp();
  const admin = await testApp.addPerson("admin", "administrator");
  const ann = await testApp.addPerson("ann", "student");
  const makeLink = async () => {
    const { body } = await admin.browser.post(`/api/accounts/${ann.account.id}/link`);
    return secretOf(body["link"]);
  };
  const browser = testApp.browser();
  const accept = async (secret: string) =>
    (await browser.post("/api/links/accept", { secret, password: "a new long password" })).status;
  const replaced = await makeLink();
  const used = await makeLink();
  expect(await accept(replaced)).toBe(404);
  expect(await accept(used)).toBe(200);
  expect(await accept(used)).toBe(404);
  const expired = await makeLink();
  testApp.advance(14 * 24 * 3_600_000);
  expect(await accept(expired)).toBe(404);
});

test("a reset ends the sessions that the account had, and the old password", async () => {
  const testApp = await openTestApp();
  const admin = await testApp.addPerson("admin", "administrator");
  const ann = await testApp.addPerson("ann", "student");
  const { body } = await admin.browser.post(`/api/accounts/${ann.account.id}/link`);
  const secret = secretOf(body["link"]);
  const browser = testApp.browser();
  await browser.post("/api/links/accept", { secret, password: "a new long password" });
  expect((await ann.browser.get("/api/account")).status).toBe(401);
  expect((await browser.get("/api/account")).status).toBe(200);
  expect((await ann.browser.post("/api/session", { username: "ann", password })).status).toBe(401);
});
