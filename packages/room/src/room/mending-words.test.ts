import type { MendingProgress, MendingStep, RemoteParticipant } from "@lectern/client/state";
import { describe, expect, test } from "vitest";
import { callNews, callWords } from "./mending-words.ts";

const soon = 1_000;

describe("callWords()", () => {
  test.each([
    ["connected", null, null],
    ["connecting", null, "Connecting …"],
    ["disconnected", "wavering", "Connection is weak …"],
    ["disconnected", "restarting", "Reconnecting …"],
    ["failed", "trying-relay", "Reconnecting by a detour …"],
    ["connecting", "rebuilding", "Calling again …"],
    ["failed", "waiting", "No connection. Trying again soon …"],
  ] as const)("%s, %s: %s", (connection, step, words) => {
    expect(callWords(connection, step && progress(step))).toBe(words);
  });

  test("where nothing is to be tried it does not say so", () => {
    const waiting: MendingProgress = { step: "waiting", since: 0, nextAt: null };
    expect(callWords("failed", waiting)).toBe("No connection. Waiting …");
  });
});

describe("callNews()", () => {
  const up = [person("Ana", null), person("Ben", null)];
  test.each([
    ["nothing changed", up, up, null],
    ["a weak moment", up, [person("Ana", "wavering"), person("Ben", null)], null],
    ["the first attempt", up, [person("Ana", "restarting"), person("Ben", null)], null],
    [
      "one breaks",
      up,
      [person("Ana", "rebuilding"), person("Ben", null)],
      "No connection to Ana. Reconnecting.",
    ],
    [
      "all break",
      up,
      [person("Ana", "rebuilding"), person("Ben", "trying-relay")],
      "No connection to 2 people. Reconnecting.",
    ],
    [
      "one is broken still",
      [person("Ana", "rebuilding")],
      [person("Ana", "waiting"), person("Ben", null)],
      null,
    ],
    ["one is back", [person("Ana", "waiting")], [person("Ana", null)], "Connected to Ana again."],
    ["one who was weak is back", [person("Ana", "wavering")], [person("Ana", null)], null],
    ["one who was broken went", [person("Ana", "waiting")], [], null],
  ])("%s: %#", (_, before, after, news) => {
    expect(callNews(before, after)).toBe(news);
  });
});

function progress(step: MendingStep): MendingProgress {
  return { step, since: 0, nextAt: soon };
}

function person(name: string, step: MendingStep | null): RemoteParticipant {
  const known: Partial<RemoteParticipant> = {
    name,
    connection: step ? "disconnected" : "connected",
    mending: step && progress(step),
  };
  return { ...(known as RemoteParticipant), id: `student-${name}` as RemoteParticipant["id"] };
}
