import { expect, test } from "vitest";
import { createLog } from "./log.ts";

test("a line is the app's, and has the fields that are allowed and no other", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const fields = { method: "GET", route: "/api/session", status: 200, ms: 1.6, token: "secret" };
  log.info("request", fields);
  log.debug("request", fields);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: "info",
      time: expect.any(String),
      process: "app",
      event: "request",
      method: "GET",
      route: "/api/session",
      status: 200,
      ms: 2,
    },
  ]);
});
