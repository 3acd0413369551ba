import { expect, test } from "vitest";
import { openTestApp, secretOf, type TestApp } from "../testing/test-app.ts";

test("a guest link lets a person in under a name of their own, into this conference only", async () => {
  const { testApp, teacher, id, secret } = await openLink();
  const other = await testApp.addConference(teacher, "Other");
  const guest = testApp.browser();
  const entered = await guest.post("/api/guests", { secret, name: " Gus " });
  expect(entered.body).toEqual({ conferenceId: id });
  expect(entered.cookies).toEqual([
    expect.stringMatching(/^__Host-lectern=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
  ]);
  expect((await guest.get("/api/session")).body).toEqual({
    account: null,
    guest: { conferenceId: id, name: "Gus" },
    signalingEnabled: true,
  });
  expect((await guest.post(`/api/conferences/${id}/token`)).status).toBe(200);
  expect((await guest.post(`/api/conferences/${other}/token`)).status).toBe(404);
});

test("a closed link lets nobody in, and those who came by it not again", async () => {
  const { testApp, teacher, id, secret } = await openLink();
  const guest = testApp.browser();
  await guest.post("/api/guests", { secret, name: "Gus" });
  expect((await teacher.browser.delete(`/api/conferences/${id}/guest-link`)).status).toBe(204);
  const late = await testApp.browser().post("/api/guests", { secret, name: "Gil" });
  expect(late).toMatchObject({ status: 404, body: { code: "link-not-found" } });
  const again = await guest.post(`/api/conferences/${id}/token`);
  expect(again).toMatchObject({ status: 403, body: { code: "guest-link-closed" } });
  expect((await guest.get(`/conferences/${id}/room`)).status).toBe(403);
});

test("a renewed link closes the one before, also to those who came by it", async () => {
  const { testApp, teacher, id, secret } = await openLink();
  const early = testApp.browser();
  await early.post("/api/guests", { secret, name: "Gus" });
  const { body } = await teacher.browser.put(`/api/conferences/${id}/guest-link`);
  const renewed = secretOf(body["guestLink"]);
  expect(renewed).not.toBe(secret);
  expect((await early.post(`/api/conferences/${id}/token`)).status).toBe(403);
  expect((await early.post("/api/guests", { secret, name: "Gus" })).status).toBe(404);
  expect((await early.post("/api/guests", { secret: renewed, name: "Gus" })).status).toBe(200);
  expect((await early.post(`/api/conferences/${id}/token`)).status).toBe(200);
});

test("a link signs nobody out: its people go in as themselves, others are asked to sign out", async () => {
  const { testApp, teacher, id, secret } = await openLink();
  const own = await teacher.browser.post("/api/guests", { secret, name: "Gus" });
  expect(own).toMatchObject({ status: 200, body: { conferenceId: id }, cookies: [] });
  const stranger = await testApp.addPerson("stranger", "teacher");
  const refused = await stranger.browser.post("/api/guests", { secret, name: "Gus" });
  expect(refused).toMatchObject({ status: 409, body: { code: "already-signed-in" } });
  expect((await stranger.browser.get("/api/account")).status).toBe(200);
});

test("signing in ends the guest's session", async () => {
  const { testApp, secret } = await openLink();
  const browser = testApp.browser();
  await browser.post("/api/guests", { secret, name: "Gus" });
  await browser.post("/api/session", { username: "tea", password: "correct horse battery" });
  expect((await browser.get("/api/session")).body).toMatchObject({
    account: { username: "tea" },
    guest: null,
  });
});

test("a guest needs a name that can be shown", async () => {
  const { testApp, secret } = await openLink();
  const answer = await testApp.browser().post("/api/guests", { secret, name: "\u202e" });
  expect(answer).toMatchObject({ status: 400, body: { code: "invalid-field", field: "name" } });
});

async function openLink() {
  const testApp: TestApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const { body } = await teacher.browser.put(`/api/conferences/${id}/guest-link`);
  return { testApp, teacher, id, secret: secretOf(body["guestLink"]) };
}
