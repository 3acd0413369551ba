import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type SignalServer, startSignalServe } from "./support/signal-serve.ts";

const secret = "the secret of a site of its own: 32 bytes or more";
const examples = join(import.meta.dirname, "../../docs/examples");
let server: SignalServer;

beforeAll(async () => {
  server = await startSignalServe({ CONFERENCE_SIGNALING_SECRET: secret });
});

afterAll(() => server?.stop());

describe.each([
  ["PHP", "php", "lesson.php"],
  ["Python", "python3", "lesson.py"],
  ["Node", process.execPath, "lesson.mjs"],
])("a back end in %s", (_, command, file) => {
  test("mints tokens that open a room, from join to the end of the meeting", async () => {
    const { code, output } = await runExample(command, file, secret);
    expect(output.replace(/conference-\S+/, "conference-…").split("\n")).toEqual([
      "teacher-2 joined conference-…",
      "student-5 joined and found teacher-2",
      "teacher-2 saw Ana Kovač come",
      "student-5 got an offer from teacher-2",
      "teacher-2 got an answer from student-5",
      "student-5 got a candidate from teacher-2",
      "chat: Ana Kovač: Good morning",
      "chat: Ana Kovač: Good morning",
      "teacher-2 saw student-5 leave",
      "the meeting was ended by teacher-2",
      "",
    ]);
    expect(code).toBe(0);
  });

  test("is told token-invalid and 4501 when it signs with another secret", async () => {
    const { code, output } = await runExample(command, file, secret.toUpperCase());
    expect(output).toMatch(/^refused: token-invalid .*\nclosed: 4501 token-invalid\n$/);
    expect(code).toBe(1);
  });

  test("signs with the first of several secrets", async () => {
    const { code } = await runExample(command, file, `${secret},${secret.toUpperCase()}`);
    expect(code).toBe(0);
    const other = await runExample(command, file, `${secret.toUpperCase()},${secret}`);
    expect(other.code).toBe(1);
  });
});

interface Run {
  readonly code: number | null;
  /** Standard output, then standard error. */
  readonly output: string;
}

function runExample(command: string, file: string, secrets: string): Promise<Run> {
  const env = { PATH: process.env["PATH"], CONFERENCE_SIGNALING_SECRET: secrets };
  return new Promise((resolve) => {
    const args = [join(examples, file), server.url];
    const child = execFile(command, args, { env, timeout: 60_000 }, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, output: stdout + stderr });
    });
  });
}
