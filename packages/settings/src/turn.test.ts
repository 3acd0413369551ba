import { expect, test } from "vitest";
import { readTurn } from "./turn.ts";

const secret = "a".repeat(32);

test("readTurn() gives the URLs as they were written, and every secret", () => {
  const env = {
    CONFERENCE_TURN_URLS: "turn:a.example, turns:a.example:443?transport=tcp",
    CONFERENCE_TURN_SECRET: `${secret},${"b".repeat(32)}`,
  };
  expect(readTurn(env)).toEqual({
    ok: true,
    value: {
      urls: ["turn:a.example", "turns:a.example:443?transport=tcp"],
      secrets: [secret, "b".repeat(32)],
    },
  });
});

test("readTurn() finds no relay where there is no URL", () => {
  expect(readTurn({})).toEqual({ ok: true, value: null });
  expect(readTurn({ CONFERENCE_TURN_SECRET: secret })).toEqual({ ok: true, value: null });
});

test("readTurn() misses the secret that goes with a URL", () => {
  const read = readTurn({ CONFERENCE_TURN_URLS: "turn:a.example" });
  expect(read).toMatchObject({ ok: false, error: [{ setting: "CONFERENCE_TURN_SECRET" }] });
});
