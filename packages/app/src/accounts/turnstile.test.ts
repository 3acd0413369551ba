import { expect, test } from "vitest";
import { createTurnstile } from "./turnstile.ts";

test("pass() lets as many through at once as there are places, in order", async () => {
  const turnstile = createTurnstile({ places: 2, maxWaiting: 10 });
  let inside = 0;
  let most = 0;
  const done: number[] = [];
  await Promise.all(
    [1, 2, 3, 4, 5].map((number) =>
      turnstile.pass(async () => {
        inside += 1;
        most = Math.max(most, inside);
        await Promise.resolve();
        inside -= 1;
        done.push(number);
      }),
    ),
  );
  expect(most).toBe(2);
  expect(done).toEqual([1, 2, 3, 4, 5]);
});

test("pass() says so when too many wait, and a place is free again after a throw", async () => {
  const turnstile = createTurnstile({ places: 1, maxWaiting: 1 });
  const thrown = turnstile.pass(() => Promise.reject(new Error("broken")));
  const waits = turnstile.pass(async () => "waited");
  expect(await turnstile.pass(async () => "third")).toBe("full");
  await expect(thrown).rejects.toThrow("broken");
  expect(await waits).toBe("waited");
});
