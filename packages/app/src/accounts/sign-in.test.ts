import { expect, test } from "vitest";
import { openTestApp, password, type TestApp } from "../testing/test-app.ts";
import type { PasswordHasher } from "./password-hasher.ts";
import { signIn, slowFailureMs } from "./sign-in.ts";

const school = "192.0.2.1";

test("60 people with new browsers sign in beside 10,000 guesses from their address", async () => {
  const { testApp, context, checks } = await appWithFakes();
  for (let user = 0; user < 60; user += 1) await testApp.addPerson(`user${user}`, "student");
  for (let other = 0; other < 20; other += 1) await testApp.addPerson(`other${other}`, "student");
  const guesses: Promise<unknown>[] = [];
  const people: Promise<{ readonly ok: boolean }>[] = [];
  for (let guess = 0; guess < 10_000; guess += 1) {
    guesses.push(signIn(context, attemptAt(nameOfGuess(guess)), "wrong"));
    if (guess % 166 === 0 && people.length < 60) {
      people.push(signIn(context, attemptAt(`user${people.length}`), password));
    }
  }
  const outcomes = await Promise.all(people);
  await Promise.all(guesses);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(60);
  const wrong = checks.filter((checked) => checked === "wrong");
  // 10 at each of the 20, 9 at each of the 60, and what the address had before it was slowed.
  expect(wrong.length).toBeLessThanOrEqual(200 + 540 + 50);
});

/** A third are names that nobody has; at each of the 60 there are 9, one less than keep a new browser out. */
function nameOfGuess(guess: number): string {
  const third = Math.floor(guess / 3);
  if (guess % 3 === 0) return `nobody${guess}`;
  return guess % 3 === 1 && third < 540 ? `user${third % 60}` : `other${third % 20}`;
}

test("at a slowed address a failure is told late, and a success at once", async () => {
  const { testApp, context, pauses } = await appWithFakes();
  await testApp.addPerson("ann", "teacher");
  await failAt(context, 50);
  expect(pauses).toEqual([]);
  for (const username of ["ann", "nobody"]) {
    expect(await signIn(context, attemptAt(username), "wrong")).toMatchObject({
      error: { code: "bad-credentials" },
    });
  }
  expect(pauses.map(({ ms, isOver }) => [ms, isOver])).toEqual([
    [slowFailureMs, true],
    [slowFailureMs, true],
  ]);
  expect((await signIn(context, attemptAt("ann"), password)).ok).toBe(true);
  expect(pauses.at(-1)?.isOver).toBe(false);
});

test("at a slowed address one is checked at a time, and names that nobody has are not", async () => {
  const { testApp, context, checks, most } = await appWithFakes();
  for (const username of ["ann", "ben", "cid"]) await testApp.addPerson(username, "student");
  await failAt(context, 50);
  const before = checks.length;
  most.inside = 0;
  await Promise.all(
    ["ann", "ben", "cid", "nobody"].map((name) => signIn(context, attemptAt(name), "wrong")),
  );
  expect([checks.length - before, most.inside]).toEqual([3, 1]);
});

test("an attempt that finds no place in the line is no failure", async () => {
  const { testApp, context } = await appWithFakes();
  await testApp.addPerson("ann", "teacher");
  const full = { ...context, turnstile: { pass: async () => "full" as const } };
  for (let attempt = 0; attempt < 20; attempt += 1) {
    expect(await signIn(full, attemptAt("ann"), password)).toMatchObject({
      error: { code: "overloaded" },
    });
  }
  expect((await signIn(context, attemptAt("ann"), password)).ok).toBe(true);
});

type Context = TestApp["context"];

interface Pause {
  readonly ms: number;
  isOver: boolean;
}

/** An app whose passwords cost nothing and whose pauses take a turn of the event loop. */
async function appWithFakes() {
  const testApp = await openTestApp();
  const checks: string[] = [];
  const pauses: Pause[] = [];
  const most = { inside: 0 };
  let inside = 0;
  const passwords: PasswordHasher = {
    hash: async (text) => text,
    verify: async (stored, text) => {
      inside += 1;
      most.inside = Math.max(most.inside, inside);
      checks.push(text);
      await new Promise(setImmediate);
      inside -= 1;
      return stored !== null && text === password;
    },
  };
  const pause = async (ms: number) => {
    const one: Pause = { ms, isOver: false };
    pauses.push(one);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    one.isOver = true;
  };
  return { testApp, context: { ...testApp.context, passwords, pause }, checks, pauses, most };
}

async function failAt(context: Context, times: number): Promise<void> {
  for (let guess = 0; guess < times; guess += 1) {
    await signIn(context, attemptAt(`nobody${guess}`), "wrong");
  }
}

function attemptAt(username: string) {
  return { username, address: school, device: null };
}
