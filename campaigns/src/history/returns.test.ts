import { expect, test } from "vitest";
import { type Actor, Stage } from "../testing/stage.ts";
import { returnsOf } from "./returns.ts";

function seated(): Actor {
  return new Stage().actor("student-2").opens().joins();
}

test("returnsOf() tells that a seat was resumed, and for how long its client was away", () => {
  const ana = seated().breaks();
  expect(returnsOf(ana.resumes().history)).toEqual([
    { brokeAt: expect.any(Number), awayMs: 20, windowMs: 30_000, outcome: "resumed" },
  ]);
});

test("returnsOf() counts from the first break when attempts to come back fail", () => {
  const ana = seated().breaks().breaks().breaks();
  expect(returnsOf(ana.resumes().history)).toMatchObject([{ awayMs: 40, outcome: "resumed" }]);
});

test("returnsOf() tells an honest refusal", () => {
  const ana = seated().breaks().failsToResume();
  expect(returnsOf(ana.joins().history)).toMatchObject([{ outcome: "failed" }]);
});

test("returnsOf() tells apart a refusal after a break that swallowed an answer", () => {
  const ana = seated().breaks().asksToResume().breaks().failsToResume();
  expect(returnsOf(ana.joins().history)).toMatchObject([{ outcome: "spent" }]);
});

test("returnsOf() takes a resumption after such a break for one", () => {
  const ana = seated().breaks().asksToResume().breaks().resumes();
  expect(returnsOf(ana.history)).toMatchObject([{ outcome: "resumed" }]);
});

test("returnsOf() tells each return of a client by itself", () => {
  const ana = seated().breaks().resumes().breaks().failsToResume().joins().breaks().resumes();
  expect(returnsOf(ana.history).map(({ outcome }) => outcome)).toEqual([
    "resumed",
    "failed",
    "resumed",
  ]);
});
