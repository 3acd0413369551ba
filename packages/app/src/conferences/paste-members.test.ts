import { expect, test } from "vitest";
import { openTestApp, type Person, password, secretOf, type TestApp } from "../testing/test-app.ts";
import { splitLines } from "./paste-members.ts";

test("splitLines() gives the lines that say something", () => {
  expect(splitLines(" Ann \r\n\n\tBen\rCid\u2028")).toEqual(["Ann", "Ben", "Cid"]);
});

test("a paste enrols accounts by user name and makes accounts for names", async () => {
  const { testApp, teacher, id } = await classroom();
  await testApp.addPerson("stu", "student", "Stu Dent");
  const rows = await paste(teacher, id, ["stu", "Ann Berg", "stu", "\u202eEve", "tea"]);
  expect(rows).toMatchObject([
    { line: "stu", outcome: "enrolled", account: { username: "stu" } },
    { line: "Ann Berg", outcome: "created", account: { username: "ann.berg", role: "student" } },
    { line: "stu", outcome: "already" },
    { line: "\u202eEve", outcome: "invalid", message: expect.any(String) },
    { line: "tea", outcome: "invalid", message: expect.any(String) },
  ]);
  const ann = testApp.browser();
  const secret = secretOf(rows[1]?.["link"]);
  await ann.post("/api/links/accept", { secret, password });
  expect((await ann.post(`/api/conferences/${id}/token`)).status).toBe(200);
});

test("a name that an account bears is left alone, and its bearers are named", async () => {
  const { testApp, teacher, id } = await classroom();
  const { account } = await testApp.addPerson("jose", "student", "José Ray");
  expect(await paste(teacher, id, ["jose  RAY"])).toEqual([
    { line: "jose  RAY", outcome: "namesake", candidates: [account] },
  ]);
  expect(await membersOf(teacher, id)).toEqual([]);
});

test("a name that is somebody's user name but for its case is asked about", async () => {
  const { testApp, teacher, id } = await classroom();
  const { account } = await testApp.addPerson("maria", "student", "Maria Lopez");
  expect(await paste(teacher, id, ["Maria"])).toEqual([
    { line: "Maria", outcome: "namesake", candidates: [account] },
  ]);
  expect(await membersOf(teacher, id)).toEqual([]);
  await paste(teacher, id, ["maria"]);
  expect(await paste(teacher, id, ["Maria"])).toMatchObject([{ outcome: "namesake" }]);
  expect(await paste(teacher, id, ["Maria"], true)).toMatchObject([
    { outcome: "created", account: { username: "maria2", name: "Maria" } },
  ]);
});

test("a row of a table is no name, and makes no account", async () => {
  const { teacher, id } = await classroom();
  const table = [
    "name,email",
    "Lee Wu,lee@school.example",
    "M\u00fcller;Max;7b",
    "Wu\tLee",
    "lee@x.org",
  ];
  const rows = await paste(teacher, id, table);
  expect(rows.map((row) => row["outcome"])).toEqual(table.map(() => "invalid"));
  expect(rows[1]?.["message"]).toContain("one name a line");
  expect(await membersOf(teacher, id)).toEqual([]);
});

test("with createNamesakes the second of a name gets a user name of their own", async () => {
  const { testApp, teacher, id } = await classroom();
  await testApp.addPerson("ann.berg", "student", "Ann Berg");
  const rows = await paste(teacher, id, ["Ann Berg", "Ann Berg"], true);
  expect(rows).toMatchObject([
    { outcome: "created", account: { username: "ann.berg2" } },
    { outcome: "created", account: { username: "ann.berg3" } },
  ]);
});

test("two of one name in one paste: the second is asked about", async () => {
  const { teacher, id } = await classroom();
  expect(await paste(teacher, id, ["Ann Berg", "Ann Berg"])).toMatchObject([
    { outcome: "created" },
    { outcome: "namesake", candidates: [{ username: "ann.berg" }] },
  ]);
});

test("the same list pasted again changes nothing", async () => {
  const { teacher, id } = await classroom();
  await paste(teacher, id, ["Ann Berg", "Ben Cole"]);
  const members = await membersOf(teacher, id);
  expect(await paste(teacher, id, ["Ann Berg", "Ben Cole"])).toMatchObject([
    { outcome: "already" },
    { outcome: "already" },
  ]);
  expect(await membersOf(teacher, id)).toEqual(members);
  expect(members).toMatchObject([{ pending: true }, { pending: true }]);
});

test("200 lines are taken, 201 are not, and then none", async () => {
  const { teacher, id } = await classroom();
  const lines = Array.from({ length: 201 }, (_, at) => `Pupil ${at} Long`);
  const path = `/api/conferences/${id}/members/paste`;
  const refused = await teacher.browser.post(path, { text: lines.join("\n") });
  expect(refused).toMatchObject({ status: 400, body: { code: "too-many-lines" } });
  expect(await membersOf(teacher, id)).toEqual([]);
  expect(await paste(teacher, id, lines.slice(1))).toHaveLength(200);
});

async function classroom() {
  const testApp: TestApp = await openTestApp();
  const teacher = await testApp.addPerson("tea", "teacher", "Tea");
  return { testApp, teacher, id: await testApp.addConference(teacher) };
}

type Row = Readonly<Record<string, unknown>>;

async function paste(
  teacher: Person,
  id: string,
  lines: readonly string[],
  createNamesakes = false,
): Promise<readonly Row[]> {
  const { body } = await teacher.browser.post(`/api/conferences/${id}/members/paste`, {
    text: lines.join("\n"),
    createNamesakes,
  });
  return Array.isArray(body["rows"]) ? body["rows"] : [];
}

async function membersOf(teacher: Person, id: string): Promise<unknown> {
  return (await teacher.browser.get(`/api/conferences/${id}`)).body["members"];
}
