import { expect, test } from "vitest";
import { createLog } from "./log.ts";

test("a line is the signaling server's, and has the fields that are allowed and no other", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const fields = {
    room: "conference-1",
    actor: "student-5",
    connection: 7,
    name: "Ana",
    token: "x",
  };
  log("info", "joined", fields);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: "info",
      time: expect.any(String),
      process: "signaling",
      event: "joined",
      room: "conference-1",
      actor: "student-5",
      connection: 7,
    },
  ]);
});
