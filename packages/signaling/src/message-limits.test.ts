import { describe, expect, test } from "vitest";
import { MessageLimits } from "./message-limits.ts";

describe("MessageLimits", () => {
  test.each([
    ["chat", 100],
    ["ice-candidate", 400],
    ["offer", 80],
    ["answer", 80],
    ["leave", 20],
  ] as const)("lets a burst of %s through, and not one more", (type, burst) => {
    const limits = new MessageLimits();
    const verdicts = Array.from({ length: burst + 1 }, () => limits.judge(type, 0).type);
    expect(verdicts.indexOf("refuse")).toBe(burst);
  });

  test("offers and answers share a bucket, chat has its own", () => {
    const limits = new MessageLimits();
    for (let at = 0; at < 80; at += 1) limits.judge(at % 2 ? "offer" : "answer", 0);
    expect(limits.judge("offer", 0)).toEqual({ type: "refuse", retryAfterMs: 50 });
    expect(limits.judge("chat", 0)).toEqual({ type: "pass" });
  });

  test("ten seconds of flooding in spite of the refusals end the patience", () => {
    const verdicts = flood(new MessageLimits(), { from: 0, to: 11_000 });
    expect(verdicts.indexOf("close")).toBe(verdicts.length - 1);
    expect(verdicts.length).toBeGreaterThan(1_000);
  });

  test("a pause gives the whole patience back", () => {
    const limits = new MessageLimits();
    expect(flood(limits, { from: 0, to: 9_000 })).not.toContain("close");
    expect(flood(limits, { from: 12_000, to: 20_000 })).not.toContain("close");
  });

  test("the start of a mesh of 30 never trips it", () => {
    const limits = new MessageLimits();
    const verdicts = Array.from({ length: 29 }, (_, peer) => [
      limits.judge("offer", peer),
      ...Array.from({ length: 12 }, () => limits.judge("ice-candidate", peer)),
    ]).flat();
    expect(verdicts.every(({ type }) => type === "pass")).toBe(true);
  });
});

/** A chat line every 5 ms, until the first close. */
function flood(limits: MessageLimits, { from, to }: { from: number; to: number }) {
  const verdicts: string[] = [];
  for (let now = from; now < to && verdicts.at(-1) !== "close"; now += 5) {
    verdicts.push(limits.judge("chat", now).type);
  }
  return verdicts;
}
