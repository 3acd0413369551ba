import { createHmac } from "node:crypto";
import { type EndedMeeting, parseLinkMessage } from "@lectern/protocol/link";
import { createTokenVerifier } from "@lectern/token/verify";
import { describe, expect, test } from "vitest";
import { handleLinkMessage } from "../link.ts";
import { openTestApp, signalingSecret, type TestApp } from "../testing/test-app.ts";

const verify = createTokenVerifier({ secrets: [signalingSecret], maxTtlSeconds: 7200 });

test("the token says who one is in this room, for as long as the setting says", async () => {
  const testApp = await openTestApp({ CONFERENCE_SIGNALING_TOKEN_TTL: "60" });
  const teacher = await testApp.addPerson("tea", "teacher", "Tea");
  const id = await testApp.addConference(teacher);
  const { body, headers } = await teacher.browser.post(`/api/conferences/${id}/token`);
  const actor = `teacher-${teacher.account.id}`;
  expect(body).toEqual({
    token: expect.any(String),
    expiresAt: testApp.now + 60_000,
    self: { id: actor, role: "teacher", name: "Tea" },
    roomId: `conference-${id}`,
    title: "Physics",
    signaling: { url: "ws://school.example:6001/ws/conference" },
    iceServers: [],
    iceServersExpireAt: null,
  });
  expect(headers["cache-control"]).toBe("no-store");
  const nowSeconds = testApp.now / 1000;
  expect(verify(String(body["token"]), nowSeconds)).toMatchObject({
    ok: true,
    value: {
      sub: actor,
      role: "teacher",
      room: `conference-${id}`,
      name: "Tea",
      iat: nowSeconds,
      exp: nowSeconds + 60,
    },
  });
});

test("two guests are two students, and each keeps its id from call to call", async () => {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const { body } = await teacher.browser.put(`/api/conferences/${id}/guest-link`);
  const secret = String(body["guestLink"]).split("#")[1];
  const actors: unknown[] = [];
  for (const name of ["Gus", "Gil"]) {
    const guest = testApp.browser();
    await guest.post("/api/guests", { secret, name });
    const first = (await guest.post(`/api/conferences/${id}/token`)).body["self"];
    expect((await guest.post(`/api/conferences/${id}/token`)).body["self"]).toEqual(first);
    expect(first).toMatchObject({ role: "student", name });
    actors.push(first);
  }
  expect(JSON.stringify(actors[0])).toMatch(/student-g[a-z2-7]{16}/);
  expect(actors[0]).not.toEqual(actors[1]);
});

test("ICE servers are those of the setting", async () => {
  const iceServers = [{ urls: "turn:turn.example", username: "u", credential: "turn-password" }];
  const testApp = await openTestApp({ CONFERENCE_ICE_SERVERS: JSON.stringify(iceServers) });
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const { body } = await teacher.browser.post(`/api/conferences/${id}/token`);
  expect(body["iceServers"]).toEqual(iceServers);
  expect(testApp.log).not.toContain("turn-password");
});

test("the relay comes with credentials of one's own, which expire in 2 h and are not logged", async () => {
  const fixed = [{ urls: "stun:stun.example" }];
  const testApp = await openTestApp({
    CONFERENCE_ICE_SERVERS: JSON.stringify(fixed),
    CONFERENCE_TURN_URLS: "turn:turn.example,turns:turn.example:443",
    CONFERENCE_TURN_SECRET: `${"new".repeat(12)},${"old".repeat(12)}`,
  });
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const { body } = await teacher.browser.post(`/api/conferences/${id}/token`);
  const expiresAt = testApp.now + 2 * 60 * 60 * 1000;
  const username = `${expiresAt / 1000}:teacher-${teacher.account.id}`;
  const credential = createHmac("sha1", "new".repeat(12)).update(username).digest("base64");
  expect(body).toMatchObject({
    iceServers: [
      ...fixed,
      { urls: ["turn:turn.example", "turns:turn.example:443"], username, credential },
    ],
    iceServersExpireAt: expiresAt,
  });
  expect(testApp.log).not.toContain(credential);
});

test("without a signaling server there is no token, and the session says so", async () => {
  const testApp = await openTestApp({ CONFERENCE_SIGNALING_ENABLED: "false" });
  const teacher = await testApp.addPerson("tea", "teacher");
  const id = await testApp.addConference(teacher);
  const answer = await teacher.browser.post(`/api/conferences/${id}/token`);
  expect(answer).toMatchObject({ status: 503, body: { code: "signaling-disabled" } });
  const session = await teacher.browser.get("/api/session");
  expect(session.body).toMatchObject({ signalingEnabled: false });
});

describe("an ended meeting", () => {
  test("open -> ended: no token, and the conference says when", async () => {
    const { testApp, teacher, id } = await classroom();
    await end(testApp, { id, by: teacher.account.id, endedAt: testApp.now + 500 });
    const answer = await teacher.browser.post(`/api/conferences/${id}/token`);
    expect(answer).toMatchObject({ status: 409, body: { code: "meeting-ended" } });
    expect((await teacher.browser.get(`/api/conferences/${id}`)).body).toMatchObject({
      conference: { status: "ended", endedAt: testApp.now + 500 },
    });
  });

  test("ended -> started anew: tokens are issued after the second of the end", async () => {
    const { testApp, teacher, id } = await classroom();
    const endedAt = testApp.now + 500;
    await end(testApp, { id, by: teacher.account.id, endedAt });
    const started = await teacher.browser.post(`/api/conferences/${id}/start`);
    expect(started.body).toMatchObject({ conference: { status: "open", endedAt: null } });
    const { body } = await teacher.browser.post(`/api/conferences/${id}/token`);
    const claims = verify(String(body["token"]), testApp.now / 1000);
    expect(claims.ok && claims.value.iat).toBe(Math.floor(endedAt / 1000) + 1);
  });

  test("started anew -> old news of the end: stays open", async () => {
    const { testApp, teacher, id } = await classroom();
    const ending = { id, by: teacher.account.id, endedAt: testApp.now };
    await end(testApp, ending);
    testApp.advance(5_000);
    await teacher.browser.post(`/api/conferences/${id}/start`);
    await end(testApp, ending);
    expect((await teacher.browser.post(`/api/conferences/${id}/token`)).status).toBe(200);
    await end(testApp, { ...ending, endedAt: testApp.now + 1 });
    expect((await teacher.browser.post(`/api/conferences/${id}/token`)).status).toBe(409);
  });

  test("start of an open conference changes nothing", async () => {
    const { testApp, teacher, id } = await classroom();
    testApp.advance(60_000);
    await teacher.browser.post(`/api/conferences/${id}/start`);
    await end(testApp, { id, by: teacher.account.id, endedAt: testApp.now - 1 });
    expect((await teacher.browser.post(`/api/conferences/${id}/token`)).status).toBe(409);
  });

  test("hello is answered with the ends that a token is still older than, also after a new start", async () => {
    const { testApp, teacher, id } = await classroom();
    const endedAt = testApp.now;
    await end(testApp, { id, by: teacher.account.id, endedAt });
    await teacher.browser.post(`/api/conferences/${id}/start`);
    await handleLinkMessage(testApp.context, { type: "hello" });
    const by = `teacher-${teacher.account.id}`;
    expect(testApp.told.at(-1)).toEqual({
      type: "closings",
      removals: [],
      meetings: [{ roomId: `conference-${id}`, by, endedAt }],
    });
    testApp.advance((7200 + 31) * 1000);
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toEqual({
      type: "closings",
      meetings: [],
      removals: [],
    });
  });

  test("an end of a room for which a back end of somebody else made the tokens is kept, too", async () => {
    const { testApp } = await classroom();
    const endedAt = testApp.now;
    for (const at of [endedAt - 5, endedAt, endedAt - 9]) {
      await end(testApp, { id: "12", by: "2", endedAt: at });
    }
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toEqual({
      type: "closings",
      removals: [],
      meetings: [{ roomId: "conference-12", by: "teacher-2", endedAt }],
    });
    testApp.advance((7200 + 31) * 1000);
    await handleLinkMessage(testApp.context, { type: "hello" });
    expect(testApp.told.at(-1)).toMatchObject({ meetings: [] });
  });
});

async function classroom() {
  const testApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher");
  return { testApp, teacher, id: await testApp.addConference(teacher) };
}

interface End {
  readonly id: string;
  readonly by: string;
  readonly endedAt: number;
}

/** Brings the news as it comes over IPC. */
async function end(testApp: TestApp, { id, by, endedAt }: End): Promise<void> {
  const meeting = { roomId: `conference-${id}`, by: `teacher-${by}`, endedAt };
  const message = parseLinkMessage({ type: "meeting-ended", ...meeting } satisfies Loose);
  if (message) await handleLinkMessage(testApp.context, message);
}

type Loose = Readonly<Record<keyof EndedMeeting | "type", unknown>>;
