import { expect, test } from "vitest";
import type { Browser } from "../testing/browser.ts";
import { openTestApp, password, secretOf } from "../testing/test-app.ts";
import { findByUsername } from "./account-store.ts";

test("an administrator invites a person, who sets a password and signs in with it", async () => {
  const testApp = await openTestApp();
  const admin = await testApp.addPerson("admin", "administrator");
  const invited = await admin.browser.post("/api/accounts", {
    name: "  Zoë   Ray ",
    username: "Zoe",
    role: "teacher",
  });
  expect(invited).toMatchObject({
    status: 201,
    body: { account: { name: "Zoë Ray", username: "zoe", role: "teacher" } },
  });
  const zoe = testApp.browser();
  const secret = secretOf(invited.body["link"]);
  expect((await zoe.post("/api/session", { username: "zoe", password })).status).toBe(401);
  expect((await zoe.post("/api/links/inspect", { secret })).body).toEqual({
    purpose: "account",
    name: "Zoë Ray",
    username: "zoe",
  });
  expect((await zoe.post("/api/links/accept", { secret, password })).status).toBe(200);
  expect((await zoe.get("/api/account")).body).toMatchObject({ account: { username: "zoe" } });
  expect(
    (await testApp.browser().post("/api/session", { username: "ZOE ", password })).status,
  ).toBe(200);
});

test("POST /api/accounts refuses a user name that is taken, and fields that are none", async () => {
  const testApp = await openTestApp();
  const { browser } = await testApp.addPerson("admin", "administrator");
  const person = { name: "Ann", username: "ann", role: "student" };
  await browser.post("/api/accounts", person);
  expect((await browser.post("/api/accounts", person)).body).toMatchObject({
    code: "username-taken",
    field: "username",
  });
  for (const [field, value] of [
    ["name", "\u202eAnn"],
    ["username", "a b"],
    ["role", "headmaster"],
  ] as const) {
    const { status, body } = await browser.post("/api/accounts", { ...person, [field]: value });
    expect({ status, ...body }).toMatchObject({ status: 400, code: "invalid-field", field });
  }
});

test("a disabled account is out at once, and its links with it", async () => {
  const testApp = await openTestApp();
  const admin = await testApp.addPerson("admin", "administrator");
  const ann = await testApp.addPerson("ann", "teacher");
  const { body } = await admin.browser.post(`/api/accounts/${ann.account.id}/link`);
  const change = { name: "Ann", role: "teacher", disabled: true };
  const changed = await admin.browser.put(`/api/accounts/${ann.account.id}`, change);
  expect(changed.body).toMatchObject({ account: { name: "Ann", disabled: true } });
  expect((await ann.browser.get("/api/account")).status).toBe(401);
  expect((await ann.browser.post("/api/session", { username: "ann", password })).status).toBe(401);
  const secret = secretOf(body["link"]);
  expect((await testApp.browser().post("/api/links/inspect", { secret })).status).toBe(404);
  const reset = await admin.browser.post(`/api/accounts/${ann.account.id}/link`);
  expect(reset.body["code"]).toBe("account-disabled");
});

test("a teacher renews the link of a student they made, and of nobody whom they enrolled", async () => {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const other = await testApp.addPerson("oth", "teacher");
  const stranger = await testApp.addPerson("stranger", "student");
  const id = await testApp.addConference(teacher);
  await teacher.browser.post(`/api/conferences/${id}/members/paste`, { text: "Ann Berg" });
  const ann = (await findByUsername(testApp.context.db, "ann.berg"))?.id ?? "";
  await teacher.browser.post(`/api/conferences/${id}/members`, { accountId: stranger.account.id });
  const renew = (browser: Browser, accountId: string) =>
    browser.post(`/api/accounts/${accountId}/link`);
  expect(await renew(teacher.browser, ann)).toMatchObject({
    status: 200,
    body: { link: expect.stringContaining("/welcome#") },
  });
  for (const [browser, accountId] of [
    [teacher.browser, stranger.account.id],
    [other.browser, ann],
    [teacher.browser, other.account.id],
  ] as const) {
    expect((await renew(browser, accountId)).body["code"]).toBe("account-not-found");
  }
});

test("the last administrator stays one", async () => {
  const testApp = await openTestApp();
  const { account, browser } = await testApp.addPerson("admin", "administrator");
  const change = { name: "Ada", role: "teacher", disabled: false };
  const { status, body } = await browser.put(`/api/accounts/${account.id}`, change);
  expect({ status, code: body["code"] }).toEqual({ status: 409, code: "last-administrator" });
});

test("the directory finds by a part of a name without its accents, and takes % for itself", async () => {
  const testApp = await openTestApp();
  const { browser } = await testApp.addPerson("teacher", "teacher", "Tea");
  await testApp.addPerson("jose.o", "student", "José Østergård");
  await testApp.addPerson("percy", "student", "100% Percy");
  const find = async (query: string) => {
    const { body } = await browser.get(`/api/directory?query=${encodeURIComponent(query)}`);
    return JSON.stringify(body).match(/"username":"[^"]+"/g) ?? [];
  };
  expect(await find("JOSE")).toEqual(['"username":"jose.o"']);
  expect(await find("%")).toEqual(['"username":"percy"']);
  expect(await find("_")).toEqual([]);
  expect(await find(" ")).toEqual([]);
});

test("the directory gives ten at most", async () => {
  const testApp = await openTestApp();
  const { browser } = await testApp.addPerson("teacher", "teacher");
  for (let number = 0; number < 12; number += 1)
    await testApp.addPerson(`pupil${number}`, "student");
  const { body } = await browser.get("/api/directory?query=pupil");
  expect(body["accounts"]).toHaveLength(10);
});
