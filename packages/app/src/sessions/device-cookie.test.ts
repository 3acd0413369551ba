import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { knownDevice, rememberDevice } from "./device-cookie.ts";

const key = createSecretKey("one key", "utf8");

test("knownDevice() knows the browser for each account that signed in with it", () => {
  const cookie = rememberDevice(rememberDevice(undefined, "ann", key), "ben", key);
  expect(knownDevice(cookie, "ann", key)).toBe(cookie.split(".")[0]);
  expect(knownDevice(cookie, "ben", key)).toBe(cookie.split(".")[0]);
  expect(knownDevice(cookie, "eve", key)).toBeNull();
});

test("knownDevice() believes no cookie that was made up, cut or signed with another key", () => {
  const cookie = rememberDevice(undefined, "ann", key);
  const forged = rememberDevice(undefined, "ann", createSecretKey("another", "utf8"));
  for (const other of [undefined, "", "x", forged, cookie.slice(0, -1), `x${cookie.slice(1)}y`]) {
    expect(knownDevice(other, "ann", key)).toBeNull();
  }
});

test("rememberDevice() keeps the 8 accounts that signed in last, each once", () => {
  let cookie: string | undefined;
  for (const name of ["a", "b", "c", "d", "e", "f", "g", "h", "i", "i"]) {
    cookie = rememberDevice(cookie, name, key);
  }
  expect(cookie?.split(".")).toHaveLength(9);
  expect(knownDevice(cookie, "a", key)).toBeNull();
  expect(knownDevice(cookie, "b", key)).not.toBeNull();
});
