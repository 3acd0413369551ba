import type { RoomId } from "@lectern/protocol/ids";
import { expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";
import { roomIdOf } from "./room-id.ts";

test("an administrator sees the rooms with title, teacher and counts, the fullest first", async () => {
  const { testApp, admin, id } = await school();
  testApp.signaling.live.push(
    room(roomIdOf("elsewhere"), { students: 1 }),
    room(roomIdOf(id), { students: 20 }),
  );
  expect((await admin.browser.get("/api/live")).body).toEqual({
    conferences: [
      { id, title: "Physics", teacherName: "Tea", teachers: 1, students: 20, held: 0, since: 5 },
      {
        id: "elsewhere",
        title: null,
        teacherName: null,
        teachers: 1,
        students: 1,
        held: 0,
        since: 5,
      },
    ],
  });
});

test("nobody in any room is an empty list", async () => {
  const { admin } = await school();
  expect((await admin.browser.get("/api/live")).body).toEqual({ conferences: [] });
});

test.each([
  ["switched off", { CONFERENCE_SIGNALING_ENABLED: "false" }, "signaling-disabled"],
  ["away", {}, "signaling-away"],
])("where signaling is %s, it says so", async (_, env, code) => {
  const { testApp, admin } = await school(env);
  testApp.signaling.isAway = true;
  expect(await admin.browser.get("/api/live")).toMatchObject({ status: 503, body: { code } });
});

test("an administrator ends a meeting that is somebody else's, for all", async () => {
  const { testApp, admin, teacher, id } = await school();
  const answer = await admin.browser.post(`/api/live/${id}/end`);
  expect(answer).toMatchObject({ status: 200, body: { outcome: "ended" } });
  expect(testApp.signaling.asked).toEqual([`end conference-${id} by teacher-${admin.account.id}`]);
  expect(await teacher.browser.post(`/api/conferences/${id}/token`)).toMatchObject({
    status: 409,
    body: { code: "meeting-ended" },
  });
});

test("the end holds also while the signaling server is away", async () => {
  const { testApp, admin, id } = await school();
  testApp.signaling.isAway = true;
  const answer = await admin.browser.post(`/api/live/${id}/end`);
  expect(answer.body).toEqual({ outcome: "away" });
  expect(testApp.told).toMatchObject([
    { meetings: [{ roomId: `conference-${id}`, endedAt: testApp.now }] },
  ]);
});

test("what cannot be a room is none", async () => {
  const { admin } = await school();
  expect((await admin.browser.post("/api/live/a.b/end")).status).toBe(404);
});

async function school(env: Record<string, string> = {}) {
  const testApp = await openTestApp(env);
  const admin = await testApp.addPerson("admin", "administrator");
  const teacher = await testApp.addPerson("tea", "teacher", "Tea");
  return { testApp, admin, teacher, id: await testApp.addConference(teacher) };
}

function room(roomId: RoomId, { students }: { readonly students: number }) {
  return { roomId, teachers: 1, students, held: 0, since: 5 };
}
