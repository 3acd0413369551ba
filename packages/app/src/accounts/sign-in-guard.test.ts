import { expect, test } from "vitest";
import { type Attempt, createSignInGuard, type SignInGuard } from "./sign-in-guard.ts";

const minuteMs = 60_000;
const ann: Attempt = { username: "ann", address: "192.0.2.1", device: null };

test("the 11th attempt in 15 minutes at one account waits for the first to be forgotten", () => {
  const guard = createSignInGuard();
  fail(guard, ann, 10, 0);
  expect(guard.waitMs(ann, 0)).toBe(15 * minuteMs);
  expect(guard.waitMs({ ...ann, address: "198.51.100.9" }, 0)).toBe(15 * minuteMs);
  expect(guard.waitMs(ann, 15 * minuteMs)).toBe(0);
});

test("the 51st attempt from one address waits, whatever account it is at", () => {
  const guard = createSignInGuard();
  for (let account = 0; account < 50; account += 1) {
    expect(guard.waitMs({ ...ann, username: `user${account}` }, 0)).toBe(0);
    fail(guard, { ...ann, username: `user${account}` }, 1, 0);
  }
  expect(guard.waitMs({ ...ann, username: "another" }, 0)).toBe(15 * minuteMs);
  expect(guard.waitMs({ ...ann, username: "another", address: "192.0.2.2" }, 0)).toBe(0);
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

test("60 people sign in beside 10,000 guesses from the same address, of which 50 are tried", () => {
  const guard = createSignInGuard();
  let tried = 0;
  let lockedOut = 0;
  for (let guess = 0; guess < 10_000; guess += 1) {
    const attempt = { ...ann, username: `user${guess % 60}` };
    if (guard.waitMs(attempt, guess) === 0) {
      guard.count(attempt, guess);
      tried += 1;
    }
    const person = { ...attempt, device: `browser of ${attempt.username}` };
    if (guard.waitMs(person, guess) > 0) lockedOut += 1;
    guard.count(person, guess);
    guard.forgive(person);
  }
  expect({ tried, lockedOut }).toEqual({ tried: 50, lockedOut: 0 });
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

test("it remembers 5,000 accounts at most; the one that failed longest ago is forgotten first", () => {
  const guard = createSignInGuard();
  const other = { ...ann, username: "ben", address: "192.0.2.2" };
  fail(guard, ann, 10, 0);
  fail(guard, other, 10, 0);
  for (let more = 0; more < 4_999; more += 1) {
    guard.count({ username: `user${more}`, address: `address${more}`, device: null }, 0);
  }
  expect(guard.waitMs(ann, 0)).toBe(0);
  expect(guard.waitMs(other, 0)).toBeGreaterThan(0);
});

function fail(guard: SignInGuard, attempt: Attempt, times: number, now: number): void {
  for (let count = 0; count < times; count += 1) guard.count(attempt, now);
}
