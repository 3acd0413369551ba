import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keepSecret } from "./data-folder.ts";

test("keepSecret() makes one for the owner alone, and gives it again", () => {
  const folder = newFolder();
  const first = keepSecret(folder, "signaling-secret");
  expect(first).toEqual({ ok: true, value: expect.stringMatching(/^[\w-]{43}$/) });
  expect(statSync(join(folder, "signaling-secret")).mode & 0o777).toBe(0o600);
  expect(keepSecret(folder, "signaling-secret")).toEqual(first);
});

test("keepSecret() makes another where a start that was cut short left an empty file", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "signaling-secret"), "\n");
  const made = keepSecret(folder, "signaling-secret");
  expect(made.ok && made.value).toHaveLength(43);
  expect(readFileSync(join(folder, "signaling-secret"), "utf8").trim()).toHaveLength(43);
});

test("keepSecret() names the file in which somebody wrote a short one", () => {
  const folder = newFolder();
  writeFileSync(join(folder, "signaling-secret"), "hunter2");
  expect(keepSecret(folder, "signaling-secret")).toEqual({
    ok: false,
    error: {
      setting: join(folder, "signaling-secret"),
      found: "7 characters (not shown)",
      allowed: expect.stringContaining("at least 32 bytes"),
    },
  });
});

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), "lectern-data-"));
}
