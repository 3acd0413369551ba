import { expect, test } from "vitest";
import { openTestApp } from "../testing/test-app.ts";

test("who is not signed in is sent to sign in, and back after it", async () => {
  const testApp = await openTestApp();
  const { status, headers } = await testApp.browser().get("/conferences/abc/room?x=1");
  expect({ status, location: headers["location"] }).toEqual({
    status: 302,
    location: "/sign-in?next=%2Fconferences%2Fabc%2Froom",
  });
});

test("a conference that is somebody else's looks like one that is not there", async () => {
  const testApp = await openTestApp();
  const owner = await testApp.addPerson("owner", "teacher");
  const stranger = await testApp.addPerson("stranger", "teacher");
  const theirs = await stranger.browser.get(
    `/conferences/${await testApp.addConference(owner)}/room`,
  );
  const none = await stranger.browser.get("/conferences/none/room");
  expect(theirs).toEqual(none);
  expect(theirs).toMatchObject({ status: 404, text: "<title>site</title>" });
  expect(theirs.headers["permissions-policy"]).toContain("camera=()");
});

test("an unknown address is the site's page with 404", async () => {
  const testApp = await openTestApp();
  const answer = await testApp.browser().get("/no/such/page");
  expect(answer).toMatchObject({ status: 404, text: "<title>site</title>" });
});
