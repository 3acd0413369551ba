import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** Those that differ in what they do; the others differ from them in how fast they do it. */
const measurements = "relay,chat-30,storm";

test("both servers deliver each message once, in order and under its sender's name", () => {
  const bench = join(import.meta.dirname, "../src/main.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bench, "--quick", "--only", measurements],
    {
      encoding: "utf8",
    },
  );
  expect({ status, output: stdout + stderr }).toEqual({
    status: 0,
    output: expect.stringContaining("Nothing was lost"),
  });
});
