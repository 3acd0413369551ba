import type { ClassReport } from "@lectern/client/class-report";
import type { ConferenceState } from "@lectern/client/state";
import { expect, test } from "vitest";
import { classLinks, troublesOf } from "./class-links.ts";

type Report = ClassReport["links"][number];
type Id = Report["peer"];

const [tea, ana, ben] = [
  person("teacher-1", "Tea"),
  person("student-5", "Ana"),
  person("student-6", "Ben"),
];
const good = { quality: "good", sound: "flowing", picture: "flowing" } as const;

test("a row for each who gets something, a cell for each from whom, and nothing for who says nothing", () => {
  const { members, rows } = links([
    { from: tea.id, links: [{ peer: ana.id, ...good }], at: 1_000 },
    { from: ana.id, links: [{ peer: tea.id, ...good }], at: 1_000 },
    { from: ben.id, links: [{ peer: ana.id, ...good }], at: -60_000 },
  ]);
  expect(members.map(({ name }) => name)).toEqual(["Tea", "Ana", "Ben"]);
  expect(rows.map((row) => row.map(({ link }) => link?.peer ?? null))).toEqual([
    [null, ana.id, null],
    [tea.id, null, null],
    [null, null, null],
  ]);
  expect(rows[1]?.[0]).toMatchObject({ from: { name: "Tea" }, to: { name: "Ana" } });
});

test("a pair is named once, with what each end says, and can be mended", () => {
  const bad = { quality: "bad", sound: "unsent", picture: "flowing" } as const;
  expect(
    troubles([
      { from: ben.id, links: [{ peer: ana.id, ...bad }], at: 0 },
      { from: ana.id, links: [{ peer: ben.id, ...good, cause: "mending" }], at: 0 },
    ]),
  ).toEqual([
    {
      pair: [ana, ben],
      sentences: [
        "Ana's sound is not sent to Ben.",
        "The connection between Ana and Ben broke and is being mended.",
      ],
      canMend: true,
    },
  ]);
});

test("what both ends say is said once, and oneself is spoken to", () => {
  const cut = {
    quality: "bad",
    sound: "unknown",
    picture: "unknown",
    cause: "unreachable",
  } as const;
  const found = troubles([
    { from: tea.id, links: [{ peer: ana.id, ...cut }], at: 0 },
    { from: ana.id, links: [{ peer: tea.id, ...cut }], at: 0 },
  ]);
  expect(found.map(({ sentences }) => sentences)).toEqual([
    ["There is no connection to Ana: a firewall may be in the way."],
  ]);
});

test("what is the matter with one person is said with the first of their pairs, and not mended", () => {
  const ended = { ...good, sound: "ended" } as const;
  expect(
    troubles([
      { from: tea.id, links: [{ peer: ana.id, ...ended }], at: 0 },
      { from: ben.id, links: [{ peer: ana.id, ...ended }], at: 0 },
    ]),
  ).toMatchObject([{ pair: [tea, ana], canMend: false }]);
});

test.each(["flowing", "off", "paused"] as const)(
  "a picture that is %s is nothing to say",
  (picture) => {
    const links = [{ peer: ben.id, ...good, picture }];
    expect(troubles([{ from: ana.id, links, at: 0 }])).toEqual([]);
  },
);

function links(reports: readonly ClassReport[]) {
  const others = [ana, ben] as unknown as ConferenceState["participants"];
  return classLinks({ self: tea, participants: others, reports }, 2_000);
}

function troubles(reports: readonly ClassReport[]) {
  return troublesOf(links(reports), tea);
}

function person(id: string, name: string) {
  return {
    id: id as Id,
    name,
    role: id.startsWith("t") ? "teacher" : "student",
    joinedAt: 1,
  } as const;
}
