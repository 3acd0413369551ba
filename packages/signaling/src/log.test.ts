import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { logEvents } from "./log.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../docs/operate.md"), "utf8");

test("the guide says what each event of the signaling server means, and of no other", () => {
  const [, section = ""] = guide.split("### Events of the signaling server\n");
  const rows = section
    .split("\n#", 1)
    .join()
    .matchAll(/^\| `([^`]+)` /gm);
  expect([...rows].map(([, event]) => event).sort()).toEqual([...logEvents].sort());
});
