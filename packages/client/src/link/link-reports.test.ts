import { limits } from "@lectern/protocol/limits";
import type { LinkReport } from "@lectern/protocol/link-report";
import { describe, expect, test } from "vitest";
import type { RemoteParticipant } from "../state.ts";
import { person } from "../testing/harness.ts";
import type { Link } from "./link.ts";
import { isReportDue, linksOf, wordsOf } from "./link-reports.ts";

const link: Link = {
  quality: "good",
  cause: null,
  sound: "flowing",
  picture: "off",
  figures: null,
};
const one: LinkReport = {
  peer: person("student-5").id,
  quality: "good",
  sound: "flowing",
  picture: "off",
};

describe("isReportDue()", () => {
  const last = { at: 1_000, words: wordsOf([one]) };
  const changed = [{ ...one, sound: "lost" }] as const;

  test.each([
    ["at first", [one], null, 0, true],
    ["at first, of nobody", [], null, 0, false],
    ["the same, 14.9 s later", [one], last, 15_900, false],
    ["the same, 15 s later", [one], last, 16_000, true],
    ["another figure", [{ ...one, rttMs: 90 }], last, 10_000, false],
    ["another word, 5.4 s later", changed, last, 6_400, false],
    ["another word, 5.5 s later", changed, last, 6_500, true],
  ])("%s", (_, links, before, now, isDue) => {
    expect(isReportDue(links, before, now)).toBe(isDue);
  });
});

describe("linksOf()", () => {
  test("says what is known, in whole numbers and within the contract's bounds", () => {
    const figures = { path: "relay-udp", rttMs: 70_000, lossPercent: 2 } as Link["figures"];
    const participants = [remote("student-5", { ...link, cause: "loss", figures })];
    expect(linksOf(participants)).toEqual([
      { ...one, cause: "loss", path: "relay-udp", rttMs: 60_000, lossPercent: 2 },
    ]);
  });

  test("leaves out of whom it is too soon to say", () => {
    expect(linksOf([remote("student-5", link), remote("student-6", null)])).toEqual([one]);
  });

  test("keeps the worst of too many", () => {
    const many = Array.from({ length: limits.maxReportedLinks + 6 }, (_, at) =>
      remote(`student-${at}`, at === 69 ? { ...link, quality: "bad" } : link),
    );
    const links = linksOf(many);
    expect(links).toHaveLength(limits.maxReportedLinks);
    expect(links[0]).toMatchObject({ peer: "student-69", quality: "bad" });
  });
});

function remote(id: string, of: Link | null): RemoteParticipant {
  const unknown = {
    stream: null,
    screen: null,
    allowsScreens: null,
    connection: "connected",
    mending: null,
    microphone: null,
    camera: null,
  } as const;
  return { ...person(id), ...unknown, link: of };
}
