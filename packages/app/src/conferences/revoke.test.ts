import { expect, test } from "vitest";
import { handleLinkMessage } from "../link.ts";
import { openTestApp, type Person, password, secretOf } from "../testing/test-app.ts";

// Whoever loses their way in loses what they opened by it: the room they are in, and their tokens.

test("a student whose enrolment is taken away", async () => {
  const { testApp, teacher, ana, id } = await classroom();
  await teacher.browser.delete(`/api/conferences/${id}/members/${ana.account.id}`);
  expect(revoked(testApp.told)).toEqual([`conference-${id} student-${ana.account.id}`]);
});

test("nobody, when somebody is taken out who was not enrolled", async () => {
  const { testApp, teacher, id } = await classroom();
  await teacher.browser.delete(`/api/conferences/${id}/members/nobody`);
  expect(testApp.told).toEqual([]);
});

test("an account that is disabled, in all its conferences, and nobody else", async () => {
  const { testApp, teacher, id } = await classroom();
  const admin = await testApp.addPerson("admin", "administrator");
  const [second, third] = [
    await testApp.addConference(teacher, "Second"),
    await testApp.addConference(admin, "Third"),
  ];
  await enrol(admin, third, teacher);
  await change(admin, teacher, { role: "teacher", disabled: true });
  const { id: teacherId } = teacher.account;
  expect(new Set(revoked(testApp.told))).toEqual(
    new Set([
      `conference-${id} teacher-${teacherId}`,
      `conference-${second} teacher-${teacherId}`,
      `conference-${third} student-${teacherId}`,
    ]),
  );
});

test("a teacher who may not teach any more, in what they taught", async () => {
  const { testApp, teacher, id } = await classroom();
  const admin = await testApp.addPerson("admin", "administrator");
  await change(admin, teacher, { role: "student", disabled: false });
  expect(revoked(testApp.told)).toEqual([`conference-${id} teacher-${teacher.account.id}`]);
});

test("nobody, when an account is renamed", async () => {
  const { testApp, teacher } = await classroom();
  const admin = await testApp.addPerson("admin", "administrator");
  await change(admin, teacher, { role: "teacher", disabled: false });
  expect(revoked(testApp.told)).toEqual([]);
});

test("an account whose password was changed, or set anew by a link", async () => {
  const { testApp, ana, id } = await classroom();
  const admin = await testApp.addPerson("admin", "administrator");
  const next = "another horse battery";
  await ana.browser.put("/api/account/password", { current: password, next });
  const expected = [`conference-${id} student-${ana.account.id}`];
  expect(revoked(testApp.told)).toEqual(expected);
  testApp.advance(60_000);
  const { body } = await admin.browser.post(`/api/accounts/${ana.account.id}/link`);
  await testApp.browser().post("/api/links/accept", { secret: secretOf(body["link"]), password });
  expect(revoked(testApp.told)).toEqual(expected);
  expect(testApp.told.at(-1)).toMatchObject({ removals: [{ removedAt: testApp.now }] });
});

test.each(["renewed", "closed"])("guests whose link is %s", async (what) => {
  const { testApp, teacher, id } = await classroom();
  const guest = await testApp.addGuest(teacher, id);
  const { body } = await guest.post(`/api/conferences/${id}/token`);
  const { id: actor } = body["self"] as { id: string };
  const method = what === "renewed" ? "PUT" : "DELETE";
  await teacher.browser.request(method, `/api/conferences/${id}/guest-link`, {});
  expect(revoked(testApp.told)).toEqual([`conference-${id} ${actor}`]);
});

test("nobody, when a link is opened", async () => {
  const { testApp, teacher, id } = await classroom();
  await teacher.browser.put(`/api/conferences/${id}/guest-link`);
  expect(testApp.told).toEqual([]);
});

test("a guest who signs out", async () => {
  const { testApp, teacher, id } = await classroom();
  const guest = await testApp.addGuest(teacher, id);
  await guest.delete("/api/session");
  expect(revoked(testApp.told)).toEqual([
    expect.stringMatching(new RegExp(`^conference-${id} student-g[a-z2-7]{16}$`)),
  ]);
});

test("nobody, when somebody with an account signs out: their other devices go on", async () => {
  const { testApp, ana } = await classroom();
  await ana.browser.delete("/api/session");
  expect(testApp.told).toEqual([]);
});

test("who gets access again gets in with a token of after it", async () => {
  const { teacher, ana, id } = await classroom();
  await teacher.browser.delete(`/api/conferences/${id}/members/${ana.account.id}`);
  await enrol(teacher, id, ana);
  expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(200);
});

test("a removal outlives a change of the password", async () => {
  const { teacher, ana, id } = await classroom();
  const actor = `student-${ana.account.id}`;
  await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
  const next = "another horse battery";
  await ana.browser.put("/api/account/password", { current: password, next });
  expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(403);
});

test("a fresh signaling server hears of it until the tokens have expired", async () => {
  const { testApp, teacher, ana, id } = await classroom();
  await teacher.browser.delete(`/api/conferences/${id}/members/${ana.account.id}`);
  const deleted = await testApp.addConference(teacher, "Deleted");
  await teacher.browser.delete(`/api/conferences/${deleted}`);
  testApp.advance((7200 + 30) * 1000 - 1);
  await handleLinkMessage(testApp.context, { type: "hello" });
  expect(testApp.told.at(-1)).toMatchObject({
    meetings: [{ roomId: `conference-${deleted}`, by: `teacher-${teacher.account.id}` }],
    removals: [{ roomId: `conference-${id}`, actor: `student-${ana.account.id}` }],
  });
  testApp.advance(1);
  await handleLinkMessage(testApp.context, { type: "hello" });
  expect(testApp.told.at(-1)).toEqual({ type: "closings", meetings: [], removals: [] });
  const { db } = testApp.context;
  expect(await db.selectFrom("removals").selectAll().execute()).toEqual([]);
  expect(await db.selectFrom("deletedConferences").selectAll().execute()).toEqual([]);
});

async function classroom() {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const ana = await testApp.addPerson("ana", "student");
  const id = await testApp.addConference(teacher);
  await enrol(teacher, id, ana);
  return { testApp, teacher, ana, id };
}

function enrol(teacher: Person, conferenceId: string, { account }: Person) {
  return teacher.browser.post(`/api/conferences/${conferenceId}/members`, {
    accountId: account.id,
  });
}

function change(
  admin: Person,
  { account }: Person,
  to: { readonly role: string; readonly disabled: boolean },
) {
  return admin.browser.put(`/api/accounts/${account.id}`, { name: "Same", ...to });
}

/** Who was thrown out of which room, by the last that the signaling server was told. */
function revoked(told: readonly object[]): readonly string[] {
  const { removals = [] } = (told.at(-1) ?? {}) as {
    readonly removals?: readonly { readonly roomId: string; readonly actor: string }[];
  };
  return removals.map(({ roomId, actor }) => `${roomId} ${actor}`);
}
