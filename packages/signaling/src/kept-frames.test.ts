import { expect, test } from "vitest";
import { Frame } from "./frame.ts";
import { KeptFrames } from "./kept-frames.ts";

test("KeptFrames gives back what it was given, in its order, whatever the sizes", () => {
  const { kept, texts } = filled([10, 5_000, 0, 70_000, 125, 126, 4_000]);
  expect([...kept].map(textOf)).toEqual(texts);
  expect(kept.count).toBe(7);
  expect(kept.bytes).toBe([...kept].reduce((sum, { length }) => sum + length, 0));
});

test("KeptFrames drops the oldest, and nothing else", () => {
  const { kept, texts } = filled(Array.from({ length: 200 }, (_, at) => at * 7));
  for (let dropped = 1; dropped <= 150; dropped += 1) {
    kept.dropOldest();
    expect(textOf([...kept][0])).toBe(texts[dropped]);
  }
  expect([...kept].map(textOf)).toEqual(texts.slice(150));
});

test("KeptFrames is empty when all are dropped, and stays so", () => {
  const { kept } = filled([10, 20]);
  for (let at = 0; at < 3; at += 1) kept.dropOldest();
  expect([...kept]).toEqual([]);
  expect({ count: kept.count, bytes: kept.bytes }).toEqual({ count: 0, bytes: 0 });
});

test("KeptFrames writes over nothing that it gave out", () => {
  const kept = new KeptFrames();
  const first = add(kept, "first");
  const copy = Buffer.from(first);
  kept.dropOldest();
  for (let at = 0; at < 2_000; at += 1) add(kept, "x".repeat(50));
  expect(first.equals(copy)).toBe(true);
});

function filled(lengths: readonly number[]) {
  const kept = new KeptFrames();
  const texts = lengths.map((length, at) => textOf(add(kept, `${at}:${"x".repeat(length)}`)));
  return { kept, texts };
}

function add(kept: KeptFrames, message: string): Buffer {
  return new Frame({ type: "error", code: "internal", message }).numbered(1, kept.add);
}

function textOf(frame: Buffer | undefined): string {
  const text = String(frame);
  return text.slice(text.indexOf("{"));
}
