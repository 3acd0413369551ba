import { describe, expect, test } from "vitest";
import { linkSentences, pathSentence, wordOf } from "./link-words.ts";

const well = { sound: "flowing", picture: "flowing" } as const;

describe("linkSentences()", () => {
  test.each([
    [well, []],
    [{ ...well, cause: "upload" }, ["Ana's upload is full."]],
    [
      { ...well, cause: "relay-tcp" },
      ["The connection to Ana goes through the relay over TCP, which is slow."],
    ],
    [{ ...well, sound: "lost" }, ["Ana's sound is sent, and does not reach you."]],
    [{ ...well, sound: "unsent" }, ["Ana's sound is not sent to you."]],
    [{ sound: "off", picture: "frozen" }, ["Ana's camera gives no new pictures."]],
  ] as const)("%j, to oneself: %j", (link, sentences) => {
    expect(linkSentences(link, { from: "Ana", to: null })).toEqual(sentences);
  });

  test.each([
    [{ ...well, cause: "download" }, "Ben's download is full."],
    [{ ...well, cause: "connecting" }, "The connection between Ana and Ben is being made."],
    [{ ...well, cause: "delay" }, "What Ana sends reaches Ben late."],
  ] as const)("%j, of two others: %s", (link, sentence) => {
    expect(linkSentences(link, { from: "Ana", to: "Ben" })).toEqual([sentence]);
  });

  test("speaks to who sends", () => {
    const link = { ...well, sound: "lost", cause: "upload" } as const;
    expect(linkSentences(link, { from: null, to: "Ben" })).toEqual([
      "Your sound is sent, and does not reach Ben.",
      "Your upload is full.",
    ]);
  });
});

test.each([
  [{ ...well, quality: "good" }, "Good"],
  [{ ...well, quality: "poor", cause: "loss" }, "Poor"],
  [{ sound: "unknown", picture: "unknown", quality: "bad", cause: "mending" }, "No connection"],
  [{ sound: "muted", picture: "off", quality: "good" }, "No sound"],
  [{ sound: "lost", picture: "frozen", quality: "bad" }, "No sound, no picture"],
] as const)("wordOf(%j) is %s", (link, word) => {
  expect(wordOf(link)).toBe(word);
});

test("pathSentence() says which way is not the direct one", () => {
  expect(pathSentence("relay-tcp")).toBe("The connection goes through the relay over TCP.");
  expect([pathSentence("direct"), pathSentence(null)]).toEqual([null, null]);
});
