import { describe, expect, test } from "vitest";
import { MessageLimits } from "./message-limits.ts";

const rates = {
  chat: { perSecond: 10, burst: 100 },
  candidates: { perSecond: 100, burst: 400 },
  descriptions: { perSecond: 20, burst: 80 },
};

describe("MessageLimits", () => {
  test.each([
    ["chat", 100],
    ["ice-candidate", 400],
    ["offer", 80],
    ["answer", 80],
    ["mend", 80],
    ["report", 1],
    ["leave", 20],
  ] as const)("lets a burst of %s through, and not one more", (type, burst) => {
    const limits = new MessageLimits(rates);
    const verdicts = Array.from({ length: burst + 1 }, () => limits.judge(type, 0).type);
    expect(verdicts.indexOf("refuse")).toBe(burst);
  });

  test("offers and answers share a bucket, chat has its own", () => {
    const limits = new MessageLimits(rates);
    for (let at = 0; at < 80; at += 1) limits.judge(at % 2 ? "offer" : "answer", 0);
    expect(limits.judge("offer", 0)).toEqual({ type: "refuse", retryAfterMs: 50 });
    expect(limits.judge("chat", 0)).toEqual({ type: "pass" });
  });

  test("a report every 5 s passes, and not a ms sooner", () => {
    const limits = new MessageLimits(rates);
    const verdicts = [0, 5_000, 10_000, 14_999].map((now) => limits.judge("report", now));
    expect(verdicts.map(({ type }) => type)).toEqual(["pass", "pass", "pass", "refuse"]);
    expect(verdicts.at(-1)).toMatchObject({ retryAfterMs: 1 });
  });

  test("ten seconds of flooding in spite of the refusals end the patience", () => {
    const verdicts = flood(new MessageLimits(rates), { to: 20_000, everyMs: 50 });
    expect(verdicts.indexOf("close")).toBe(verdicts.length - 1);
    expect(verdicts.length * 50).toBeGreaterThan(10_000);
  });

  test("a thousand refusals end it sooner", () => {
    expect(flood(new MessageLimits(rates), { to: 2_000, everyMs: 1 })).toContain("close");
  });

  test("a pause gives the whole patience back", () => {
    const limits = new MessageLimits(rates);
    expect(flood(limits, { to: 15_000, everyMs: 50 })).not.toContain("close");
    expect(flood(limits, { from: 20_000, to: 29_000, everyMs: 50 })).not.toContain("close");
  });

  test("the start of a mesh of 30 never trips it", () => {
    const limits = new MessageLimits(rates);
    const verdicts = Array.from({ length: 29 }, (_, peer) => [
      limits.judge("offer", peer),
      ...Array.from({ length: 12 }, () => limits.judge("ice-candidate", peer)),
    ]).flat();
    expect(verdicts.every(({ type }) => type === "pass")).toBe(true);
  });
});

/** Chat lines until the first close. */
function flood(
  limits: MessageLimits,
  { from = 0, to, everyMs }: { from?: number; to: number; everyMs: number },
) {
  const verdicts: string[] = [];
  for (let now = from; now < to && verdicts.at(-1) !== "close"; now += everyMs) {
    verdicts.push(limits.judge("chat", now).type);
  }
  return verdicts;
}
