import { parseLinkMessage } from "@lectern/protocol/link";
import { createTokenVerifier } from "@lectern/token/verify";
import { describe, expect, test } from "vitest";
import { handleLinkMessage } from "../link.ts";
import { openTestApp, signalingSecret, type TestApp } from "../testing/test-app.ts";

const verify = createTokenVerifier({ secrets: [signalingSecret], maxTtlSeconds: 7200 });

describe("removing a student", () => {
  test("puts them out of the room, and their next token is refused", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    const answer = await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    const removal = { actor, name: "Ana", removedAt: testApp.now, by: "teacher" };
    expect(answer).toMatchObject({
      status: 201,
      body: { removal, outcome: "removed", canComeAgain: false },
    });
    expect(testApp.signaling.asked).toEqual([`remove ${actor} from conference-${id}`]);
    expect(await ana.browser.post(`/api/conferences/${id}/token`)).toMatchObject({
      status: 403,
      body: { code: "removed", message: "The teacher removed you from this meeting" },
    });
    const { body } = await teacher.browser.get(`/api/conferences/${id}`);
    expect(body).toMatchObject({ removals: [removal] });
  });

  test("is seen by the teacher alone", async () => {
    const { teacher, ana, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    const { body } = await ana.browser.get(`/api/conferences/${id}`);
    expect(body).toMatchObject({ removals: [] });
  });

  test("takes them out of this conference and no other", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    const other = await testApp.addConference(teacher, "Other");
    const members = `/api/conferences/${other}/members`;
    await teacher.browser.post(members, { accountId: ana.account.id });
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    expect((await ana.browser.post(`/api/conferences/${other}/token`)).status).toBe(200);
  });

  test("while the signaling server is away is kept, and told when it says hello", async () => {
    const { testApp, teacher, id, actor } = await classroom();
    testApp.signaling.isAway = true;
    const { body } = await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    expect(body).toMatchObject({ outcome: "away" });
    await handleLinkMessage(testApp.context, { type: "hello" });
    const removals = [{ roomId: `conference-${id}`, actor, removedAt: testApp.now }];
    // Once over the link, in case that only the admin interface is away.
    expect(testApp.told).toEqual([closings(removals), closings(removals)]);
  });

  test.each([
    ["the teacher", (own: string) => own, 409, "only-students"],
    ["another teacher", () => "teacher-x", 409, "only-students"],
    ["nobody", () => "student-nobody", 404, "account-not-found"],
    ["what is no actor", () => "Ana", 400, "invalid-field"],
  ])("%s cannot be removed", async (_, actorOf, status, code) => {
    const { testApp, teacher, id } = await classroom();
    const actor = actorOf(`teacher-${teacher.account.id}`);
    const answer = await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(testApp.signaling.asked).toEqual([]);
  });
});

describe("a removed guest", () => {
  test("stays out with the session that they have, and can come again by the open link", async () => {
    const { testApp, teacher, id } = await classroom();
    const guest = await testApp.addGuest(teacher, id, "Gus");
    const { body: access } = await guest.post(`/api/conferences/${id}/token`);
    const { id: actor } = access["self"] as { id: string };
    const answer = await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    expect(answer.body).toMatchObject({ removal: { name: "Gus" }, canComeAgain: true });
    const refused = await guest.post(`/api/conferences/${id}/token`);
    expect(refused).toMatchObject({ status: 403, body: { code: "removed" } });
    await teacher.browser.delete(`/api/conferences/${id}/guest-link`);
    const again = await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    expect(again.body).toMatchObject({ canComeAgain: false });
  });

  test("is not kept out any more once the link is renewed, which they do not have", async () => {
    const { testApp, teacher, id } = await classroom();
    const guest = await testApp.addGuest(teacher, id);
    const { body: access } = await guest.post(`/api/conferences/${id}/token`);
    const { id: actor } = access["self"] as { id: string };
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    await teacher.browser.put(`/api/conferences/${id}/guest-link`);
    const { body } = await teacher.browser.get(`/api/conferences/${id}`);
    expect(body).toMatchObject({ removals: [] });
    const refused = await guest.post(`/api/conferences/${id}/token`);
    expect(refused).toMatchObject({ status: 403, body: { code: "guest-link-closed" } });
  });
});

describe("the way back", () => {
  test("removed -> let back in: a token of after the removal", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    testApp.advance(300);
    const lifted = await teacher.browser.delete(`/api/conferences/${id}/removals/${actor}`);
    expect(lifted.status).toBe(204);
    const { body } = await ana.browser.post(`/api/conferences/${id}/token`);
    const claims = verify(String(body["token"]), testApp.now / 1000);
    expect(claims.ok && claims.value.iat).toBe(Math.floor(testApp.now / 1000) + 1);
    expect((await teacher.browser.get(`/api/conferences/${id}`)).body).toMatchObject({
      removals: [],
    });
  });

  test("let back in -> late news of that removal: stays in", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    const removedAt = testApp.now + 3;
    testApp.advance(300);
    await teacher.browser.delete(`/api/conferences/${id}/removals/${actor}`);
    await hear(testApp, { roomId: `conference-${id}`, actor, removedAt });
    expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(200);
  });

  test("let back in -> the tokens from before stay dead for a fresh signaling server", async () => {
    const { testApp, teacher, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    testApp.advance(5_000);
    await teacher.browser.delete(`/api/conferences/${id}/removals/${actor}`);
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toEqual(
      closings([{ roomId: `conference-${id}`, actor, removedAt: testApp.now }]),
    );
  });

  test("removed -> started anew: open to them", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    testApp.advance(1_000);
    await endMeeting(testApp, id, `teacher-${teacher.account.id}`);
    testApp.advance(1_000);
    await teacher.browser.post(`/api/conferences/${id}/start`);
    expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(200);
  });

  test("removed -> as long as it lasts: out, also when all tokens have expired", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    testApp.advance((7200 + 31) * 1000);
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toEqual(closings([]));
    expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(403);
  });
});

describe("what the signaling server says", () => {
  test("a removal made there keeps out too, and is listed as the operator's", async () => {
    const { testApp, teacher, ana, id, actor } = await classroom();
    const removedAt = testApp.now;
    await hear(testApp, { roomId: `conference-${id}`, actor, removedAt });
    expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(403);
    expect((await teacher.browser.get(`/api/conferences/${id}`)).body).toMatchObject({
      removals: [{ actor, name: "Ana", removedAt, by: "operator" }],
    });
  });

  test("news of what the teacher did leaves it the teacher's", async () => {
    const { testApp, teacher, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    await hear(testApp, { roomId: `conference-${id}`, actor, removedAt: testApp.now + 3 });
    expect((await teacher.browser.get(`/api/conferences/${id}`)).body).toMatchObject({
      removals: [{ actor, by: "teacher", removedAt: testApp.now }],
    });
  });

  test("a removal that every token has outlived is passed over", async () => {
    const { testApp, ana, id, actor } = await classroom();
    const removedAt = testApp.now - (7200 + 31) * 1000;
    await hear(testApp, { roomId: `conference-${id}`, actor, removedAt });
    expect((await ana.browser.post(`/api/conferences/${id}/token`)).status).toBe(200);
  });

  test("a removal in a room for which a back end of somebody else made the tokens is kept, too", async () => {
    const { testApp } = await classroom();
    const removal = { roomId: "conference-12", actor: "student-5", removedAt: testApp.now };
    for (const olderMs of [5, 0, 9]) {
      await hear(testApp, { ...removal, removedAt: removal.removedAt - olderMs });
    }
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toEqual(closings([removal]));
    testApp.advance((7200 + 31) * 1000);
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toEqual(closings([]));
  });

  test("a conference that is deleted takes its removals with it", async () => {
    const { testApp, teacher, id, actor } = await classroom();
    await teacher.browser.post(`/api/conferences/${id}/removals`, { actor });
    await teacher.browser.delete(`/api/conferences/${id}`);
    const removals = testApp.context.db.selectFrom("removals").selectAll();
    expect(await removals.execute()).toEqual([]);
  });

  test("where its admin interface is", async () => {
    const testApp = await openTestApp();
    await handleLinkMessage(testApp.context, { type: "admin", port: 5123 });
    expect(testApp.signaling.asked).toEqual(["found at 5123"]);
  });
});

async function classroom() {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const ana = await testApp.addPerson("ana", "student", "Ana");
  const id = await testApp.addConference(teacher);
  await teacher.browser.post(`/api/conferences/${id}/members`, { accountId: ana.account.id });
  return { testApp, teacher, ana, id, actor: `student-${ana.account.id}` };
}

function closings(removals: readonly object[]) {
  return { type: "closings", meetings: [], removals };
}

/** Brings the news as it comes over IPC. */
async function hear(testApp: TestApp, removal: object): Promise<void> {
  const message = parseLinkMessage({ type: "closings", meetings: [], removals: [removal] });
  if (message) await handleLinkMessage(testApp.context, message);
}

async function endMeeting(testApp: TestApp, id: string, by: string): Promise<void> {
  const meeting = { roomId: `conference-${id}`, by, endedAt: testApp.now };
  const message = parseLinkMessage({ type: "meeting-ended", ...meeting });
  if (message) await handleLinkMessage(testApp.context, message);
}
