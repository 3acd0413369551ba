import { expect, test } from "vitest";
import { createPasswordHasher } from "./password-hasher.ts";

const hasher = await createPasswordHasher();

test("hash() is argon2id with OWASP's parameters and a salt of its own", async () => {
  const [one, other] = await Promise.all([hasher.hash("a password"), hasher.hash("a password")]);
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(one).not.toBe(other);
});

test("verify() tells the right password from a wrong one", async () => {
  const stored = await hasher.hash("a password");
  expect(await hasher.verify(stored, "a password")).toBe(true);
  expect(await hasher.verify(stored, "A password")).toBe(false);
});

test("verify() without a hash is false, and works as long as with one", async () => {
  const stored = await hasher.hash("a password");
  const known = await shortest(() => hasher.verify(stored, "wrong"));
  const unknown = await shortest(() => hasher.verify(null, "wrong"));
  expect(await hasher.verify(null, "wrong")).toBe(false);
  // An answer without a hash would take microseconds.
  expect(unknown).toBeGreaterThan(known / 2);
});

async function shortest(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return Math.min(...times);
}
