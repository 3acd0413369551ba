import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "./testing/browser.ts";
import { createTestApp, type TestApp } from "./testing/test-app.ts";

const who = [
  "administrator",
  "owner",
  "teacher",
  "student",
  "stranger",
  "guest",
  "nobody",
] as const;
type Who = (typeof who)[number];

type Method = "GET" | "POST" | "PUT" | "DELETE";
type Row = readonly [method: Method, path: string, body: object | null, statuses: string];

/** A link's secret that was never made. */
const unissued = "A".repeat(43);

// One column each, in the order of `who`: the status that they get. `:c` is a conference of the
// owner in which the student is enrolled, `:s` the student, `:o` a student enrolled with nobody.
const table: readonly Row[] = [
  ["GET", "/healthz", null, "200 200 200 200 200 200 200"],
  ["GET", "/api/session", null, "200 200 200 200 200 200 200"],
  ["GET", "/api/account", null, "200 200 200 200 200 401 401"],
  ["PUT", "/api/account", { name: "Same" }, "200 200 200 200 200 401 401"],
  ["PUT", "/api/account/password", { current: "", next: "" }, "400 400 400 400 400 401 401"],
  ["GET", "/api/accounts", null, "200 403 403 403 403 401 401"],
  [
    "POST",
    "/api/accounts",
    { name: "", username: "", role: "student" },
    "400 403 403 403 403 401 401",
  ],
  [
    "PUT",
    "/api/accounts/:o",
    { name: "Oz", role: "student", disabled: false },
    "200 403 403 403 403 401 401",
  ],
  ["POST", "/api/accounts/:s/link", null, "200 404 404 403 403 401 401"],
  ["POST", "/api/accounts/:o/link", null, "200 404 404 403 403 401 401"],
  ["POST", "/api/accounts/nobody/link", null, "404 404 404 403 403 401 401"],
  ["GET", "/api/directory?query=s", null, "200 200 200 403 403 401 401"],
  ["GET", "/api/conferences", null, "200 200 200 200 200 401 401"],
  ["POST", "/api/conferences", { title: "" }, "400 400 400 403 403 401 401"],
  ["GET", "/api/conferences/:c", null, "404 200 404 200 404 200 401"],
  ["GET", "/api/conferences/unknown", null, "404 404 404 404 404 404 401"],
  ["PUT", "/api/conferences/:c", { title: "New" }, "404 200 404 403 404 403 401"],
  ["POST", "/api/conferences/:c/start", null, "404 200 404 403 404 403 401"],
  ["POST", "/api/conferences/:c/members", { accountId: "x" }, "404 404 404 403 404 403 401"],
  ["POST", "/api/conferences/:c/members/paste", { text: "" }, "404 200 404 403 404 403 401"],
  ["DELETE", "/api/conferences/:c/members/x", null, "404 204 404 403 404 403 401"],
  ["POST", "/api/conferences/:c/removals", { actor: "student-x" }, "404 404 404 403 404 403 401"],
  ["POST", "/api/conferences/:c/removals", { actor: "teacher-x" }, "404 409 404 403 404 403 401"],
  ["DELETE", "/api/conferences/:c/removals/student-x", null, "404 204 404 403 404 403 401"],
  ["GET", "/api/live", null, "200 403 403 403 403 401 401"],
  ["POST", "/api/conferences/:c/token", null, "404 200 404 200 404 200 401"],
  ["POST", "/api/conferences/unknown/token", null, "404 404 404 404 404 404 401"],
  ["GET", "/", null, "200 200 200 200 200 200 200"],
  ["GET", "/sign-in", null, "200 200 200 200 200 200 200"],
  ["GET", "/conferences/:c", null, "404 200 404 200 404 200 302"],
  ["GET", "/conferences/:c/room", null, "404 200 404 200 404 200 302"],
  ["GET", "/conferences/unknown/room", null, "404 404 404 404 404 404 302"],
  ["GET", "/account", null, "200 200 200 200 200 200 200"],
  ["GET", "/accounts", null, "200 200 200 200 200 200 200"],
  ["GET", "/live", null, "200 200 200 200 200 200 200"],
  ["GET", "/welcome", null, "200 200 200 200 200 200 200"],
  ["GET", "/guest", null, "200 200 200 200 200 200 200"],
  ["GET", "/api/unknown", null, "404 404 404 404 404 404 404"],
  ["POST", "/api/session", { username: "x", password: "x" }, "401 401 401 401 401 401 401"],
  ["POST", "/api/links/inspect", { secret: unissued }, "404 404 404 404 404 404 404"],
  [
    "POST",
    "/api/links/accept",
    { secret: unissued, password: "correct horse" },
    "404 404 404 404 404 404 404",
  ],
  ["POST", "/api/guests", { secret: unissued, name: "Gus" }, "404 404 404 404 404 404 404"],
  ["POST", "/api/live/unknown/end", null, "200 403 403 403 403 401 401"],
  // Last, since these change what the others rest on.
  ["PUT", "/api/conferences/:c/guest-link", null, "404 200 404 403 404 403 401"],
  ["DELETE", "/api/conferences/:c/guest-link", null, "404 204 404 403 404 403 401"],
  ["DELETE", "/api/conferences/:c", null, "404 204 404 403 404 403 401"],
  ["DELETE", "/api/session", null, "204 204 204 204 204 204 204"],
];

let testApp: TestApp;
const browsers = new Map<Who, Browser>();
const ids = new Map<string, string>();

beforeAll(async () => {
  testApp = await createTestApp();
  const [owner, student, other] = [
    await testApp.addPerson("owner", "teacher"),
    await testApp.addPerson("student", "student"),
    await testApp.addPerson("other", "student"),
  ];
  const conferenceId = await testApp.addConference(owner);
  await owner.browser.post(`/api/conferences/${conferenceId}/members`, {
    accountId: student.account.id,
  });
  browsers.set("administrator", (await testApp.addPerson("admin", "administrator")).browser);
  browsers.set("owner", owner.browser);
  browsers.set("teacher", (await testApp.addPerson("teacher", "teacher")).browser);
  browsers.set("student", student.browser);
  browsers.set("stranger", (await testApp.addPerson("stranger", "student")).browser);
  browsers.set("guest", await testApp.addGuest(owner, conferenceId));
  browsers.set("nobody", testApp.browser());
  ids.set(":c", conferenceId).set(":s", student.account.id).set(":o", other.account.id);
});

afterAll(() => testApp.close());

describe("who may do what", () => {
  test("the table has every route there is", async () => {
    const inTable = new Set(table.map(([method, path]) => `${method} ${patternOf(path)}`));
    const missing: string[] = [];
    for (const path of knownPaths(testApp)) {
      const { headers } = await testApp.browser().request("OPTIONS", path, {});
      const methods = (headers["allow"] ?? "").split(", ").filter((method) => method !== "HEAD");
      expect(methods.length, path).toBeGreaterThan(0);
      missing.push(
        ...methods.map((method) => `${method} ${path}`).filter((one) => !inTable.has(one)),
      );
    }
    expect(missing).toEqual([]);
  });

  // Within a row the owner comes after everybody else, as some rows take the thing away.
  for (const [method, path, body, statuses] of table) {
    test(`${method} ${path}`, async () => {
      const expected = new Map(who.map((one, at) => [one, Number(statuses.split(" ")[at])]));
      const order = [...who.filter((one) => one !== "owner"), "owner" as const];
      const found = new Map<Who, number>();
      for (const one of order) found.set(one, await statusFor(one, { method, path, body }));
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    });
  }
});

/** The addresses that the app knows, from the tree that Fastify draws of them, without the built files. */
function knownPaths({ app }: TestApp): readonly string[] {
  const above: string[] = [];
  return app
    .printRoutes({ commonPrefix: false })
    .split("\n")
    .flatMap((line) => {
      const [, indent = "", part = ""] = /^([│ ]*)[└├]── (\S+) /.exec(line) ?? [];
      const depth = indent.length / 4;
      above.splice(depth, Number.POSITIVE_INFINITY, part);
      const path = above.join("").replace("//", "/");
      return part === "" || path.endsWith("*") ? [] : [path];
    });
}

/** `/api/conferences/:c?x=1` is `/api/conferences/:id` to the app. */
function patternOf(path: string): string {
  return path
    .replace(/\?.*/, "")
    .replace(/:[cso]\b/, ":id")
    .replace("/live/unknown", "/live/:id")
    .replace("/members/x", "/members/:accountId")
    .replace("/removals/student-x", "/removals/:actor");
}

interface Request {
  readonly method: Method;
  readonly path: string;
  readonly body: object | null;
}

async function statusFor(one: Who, { method, path, body }: Request): Promise<number> {
  const url = path.replace(/:[cso]\b/, (name) => ids.get(name) ?? name);
  const answer = await browsers.get(one)?.request(method, url, body === null ? {} : { body });
  return answer?.status ?? 0;
}
