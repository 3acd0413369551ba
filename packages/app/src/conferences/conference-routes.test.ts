import { expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";

test("a teacher creates a conference, renames it and sees it among theirs", async () => {
  const testApp = await openTestApp();
  const { browser } = await testApp.addPerson("tea", "teacher", "Tea");
  const created = await browser.post("/api/conferences", { title: "  Physics  " });
  const conference = {
    id: expect.stringMatching(/^[a-z2-7]{16}$/),
    title: "Physics",
    role: "teacher",
    status: "open",
    teacherName: "Tea",
    createdAt: testApp.now,
    endedAt: null,
  };
  expect(created).toMatchObject({ status: 201, body: { conference } });
  const { body } = await browser.get("/api/conferences");
  expect(body).toEqual({ conferences: [conference] });
  const [id] = idsIn(body);
  await browser.put(`/api/conferences/${id}`, { title: "Optics" });
  expect((await browser.get(`/api/conferences/${id}`)).body).toEqual({
    conference: { ...conference, title: "Optics" },
    members: [],
    removals: [],
    guestLink: null,
  });
});

test("a student sees the conferences they are enrolled in, and neither their people nor their link", async () => {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher", "Tea");
  const student = await testApp.addPerson("stu", "student");
  const theirs = await testApp.addConference(teacher);
  await testApp.addConference(teacher, "Another");
  await teacher.browser.put(`/api/conferences/${theirs}/guest-link`);
  const enrolled = await teacher.browser.post(`/api/conferences/${theirs}/members`, {
    accountId: student.account.id,
  });
  expect(enrolled).toMatchObject({
    status: 201,
    body: { member: { id: student.account.id, username: "stu", name: "stu", pending: false } },
  });
  expect(idsIn((await student.browser.get("/api/conferences")).body)).toEqual([theirs]);
  expect((await student.browser.get(`/api/conferences/${theirs}`)).body).toMatchObject({
    conference: { role: "student" },
    members: [],
    guestLink: null,
  });
  await teacher.browser.delete(`/api/conferences/${theirs}/members/${student.account.id}`);
  expect(idsIn((await student.browser.get("/api/conferences")).body)).toEqual([]);
  expect((await student.browser.post(`/api/conferences/${theirs}/token`)).status).toBe(404);
});

test("the teacher cannot be enrolled, nor an account that is not there", async () => {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const path = `/api/conferences/${await testApp.addConference(teacher)}/members`;
  const own = await teacher.browser.post(path, { accountId: teacher.account.id });
  expect(own).toMatchObject({ status: 409, body: { code: "already-teacher" } });
  const none = await teacher.browser.post(path, { accountId: "none" });
  expect(none).toMatchObject({ status: 404, body: { code: "account-not-found" } });
});

test("a deleted conference is gone, and its tokens are made useless", async () => {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const guest = await testApp.addGuest(teacher, id);
  expect((await teacher.browser.delete(`/api/conferences/${id}`)).status).toBe(204);
  expect((await teacher.browser.get(`/api/conferences/${id}`)).status).toBe(404);
  expect((await guest.get("/api/session")).body).toMatchObject({ guest: null });
  expect(testApp.told).toEqual([
    {
      type: "closings",
      removals: [],
      meetings: [
        { roomId: `conference-${id}`, by: `teacher-${teacher.account.id}`, endedAt: testApp.now },
      ],
    },
  ]);
});

test.each([
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "{{constructor.constructor('alert(1)')()}}",
  "' OR 1=1; DROP TABLE accounts --",
  "__proto__",
])("the title and name %j stay the text that they are", async (text) => {
  const testApp = await openTestApp();
  const { browser } = await testApp.addPerson("tea", "teacher");
  await browser.put("/api/account", { name: text });
  await browser.post("/api/conferences", { title: text });
  const { body, headers } = await browser.get("/api/conferences");
  expect(body).toMatchObject({ conferences: [{ title: text, teacherName: text }] });
  expect(headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
});

function idsIn(body: Record<string, unknown>): readonly string[] {
  return [...JSON.stringify(body).matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id ?? "");
}
