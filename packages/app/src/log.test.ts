import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLog, logEvents } from "./log.ts";

const guide = readFileSync(join(import.meta.dirname, "../../../docs/operate.md"), "utf8");

test("the guide says what each event of the app means, and of no other", () => {
  const [, section = ""] = guide.split("### Events of the app\n");
  const rows = section
    .split("\n#", 1)
    .join()
    .matchAll(/^\| `([^`]+)` /gm);
  expect([...rows].map(([, event]) => event).sort()).toEqual([...logEvents].sort());
});

test("a line has the fields that are allowed, cut and without control characters", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const fields = { route: `/a\n\u001b[31m\u202e${"x".repeat(300)}`, token: "secret", status: 200 };
  log.info("request", fields);
  expect(lines).toHaveLength(1);
  const line: unknown = JSON.parse(lines[0] ?? "");
  expect(line).toEqual({
    level: "info",
    time: expect.any(String),
    process: "app",
    event: "request",
    route: expect.stringMatching(/^\/a\?\?\[31m\?x+$/),
    status: 200,
  });
  expect(lines[0]?.length).toBeLessThan(450);
});

test("an error is logged by its name, code and place, without its message", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  log.error("request failed", { error: Object.assign(new RangeError("secret"), { code: "E_X" }) });
  expect(lines[0]).toContain('"error":"RangeError","code":"E_X"');
  expect(lines[0]).toContain("log.test.ts");
  expect(lines[0]).not.toContain("secret");
});
