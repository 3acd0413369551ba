import { expect, test } from "vitest";
import { type Candidate, createSignInGuard, type SignInGuard } from "./sign-in-guard.ts";

const minuteMs = 60_000;
const ann: Candidate = { username: "ann", address: "192.0.2.1", device: null, exists: true };

test("the 11th attempt in 15 minutes at one account waits for the first to be forgotten", () => {
  const guard = createSignInGuard();
  fail(guard, ann, 10, 0);
  expect(guard.waitMs(ann, 0)).toBe(15 * minuteMs);
  expect(guard.waitMs({ ...ann, address: "198.51.100.9" }, 0)).toBe(15 * minuteMs);
  expect(guard.waitMs(ann, 15 * minuteMs)).toBe(0);
});

test("the 51st attempt from one address is slowed, whatever account it is at, and none is refused", () => {
  const guard = createSignInGuard();
  for (let account = 0; account < 50; account += 1) {
    const attempt = { ...ann, username: `user${account}` };
    expect(guard.isSlowed(attempt, 0)).toBe(false);
    fail(guard, attempt, 1, 0);
  }
  const another = { ...ann, username: "another" };
  expect([guard.waitMs(another, 0), guard.isSlowed(another, 0)]).toEqual([0, true]);
  expect(guard.isSlowed({ ...another, address: "192.0.2.2" }, 0)).toBe(false);
  expect(guard.isSlowed({ ...another, device: "browser" }, 0)).toBe(false);
  expect(guard.isSlowed(another, 15 * minuteMs)).toBe(false);
});

test("an attempt that is taken back counts no more, and those beside it do", () => {
  const guard = createSignInGuard();
  fail(guard, ann, 9, 0);
  const takeBack = guard.count(ann, 0);
  takeBack();
  expect(guard.waitMs(ann, 0)).toBe(0);
  fail(guard, ann, 1, 0);
  expect(guard.waitMs(ann, 0)).toBeGreaterThan(0);
});

test("a browser that signed in before is counted by itself, up to 10", () => {
  const guard = createSignInGuard();
  const known = { ...ann, device: "browser" };
  fail(guard, ann, 60, 0);
  expect(guard.waitMs(known, 0)).toBe(0);
  fail(guard, known, 10, 0);
  expect(guard.waitMs(known, 0)).toBe(15 * minuteMs);
});

test("forgive() takes back the failures of this person from here, and nobody else's", () => {
  const guard = createSignInGuard();
  const elsewhere = { ...ann, address: "198.51.100.9" };
  fail(guard, ann, 4, 0);
  fail(guard, elsewhere, 9, 0);
  guard.forgive(ann);
  expect(guard.waitMs(ann, 0)).toBe(0);
  fail(guard, elsewhere, 1, 0);
  expect(guard.waitMs(ann, 0)).toBeGreaterThan(0);
});

test("a class of 60 behind one address may each mistype once", () => {
  const guard = createSignInGuard();
  for (let pupil = 0; pupil < 60; pupil += 1) {
    const attempt = { ...ann, username: `pupil${pupil}` };
    fail(guard, attempt, 1, pupil);
    expect(guard.waitMs(attempt, pupil)).toBe(0);
    guard.count(attempt, pupil);
    guard.forgive(attempt);
  }
});

test("it remembers 5,000 names that nobody has, and every account beside them", () => {
  const guard = createSignInGuard();
  const invented = { ...ann, exists: false };
  fail(guard, ann, 10, 0);
  fail(guard, invented, 10, 0);
  for (let more = 0; more < 5_000; more += 1) {
    guard.count({ ...invented, username: `user${more}`, address: `address${more}` }, 0);
  }
  expect(guard.waitMs(invented, 0)).toBe(0);
  expect(guard.waitMs(ann, 0)).toBeGreaterThan(0);
});

function fail(guard: SignInGuard, attempt: Candidate, times: number, now: number): void {
  for (let count = 0; count < times; count += 1) guard.count(attempt, now);
}
