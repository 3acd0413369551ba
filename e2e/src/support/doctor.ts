import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lectern } from "./lectern.ts";

const bin = join(import.meta.dirname, "../../../node_modules/.bin");

export interface Diagnosis {
  readonly code: number | null;
  /** Each finding as `tls failure: text -> cure`. */
  readonly findings: readonly string[];
  /** What is wrong among them, without "failure". */
  readonly failures: readonly string[];
}

interface Finding {
  readonly id: string;
  readonly status: string;
  readonly text: string;
  readonly cure?: string;
}

export interface ExamineOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Runs `lectern doctor --json` with some settings, in an empty folder. */
export async function examine({ env = {}, args = [] }: ExamineOptions): Promise<Diagnosis> {
  const { code, out } = await runDoctor({ env, args: [...args, "--json"] });
  const found: readonly Finding[] = JSON.parse(out);
  const findings = found.map(
    ({ id, status, text, cure }) =>
      `${id} ${status}: ${text}${cure === undefined ? "" : ` -> ${cure}`}`,
  );
  const failures = findings
    .filter((finding) => / failure: /.test(finding))
    .map((finding) => finding.replace(" failure", ""));
  return { code, findings, failures };
}

/** Runs `lectern doctor` as a person does; gives what it prints. */
export function runDoctor({ env = {}, args = [] }: ExamineOptions) {
  const child = spawn(join(bin, "lectern"), ["doctor", ...args], {
    cwd: mkdtempSync(join(tmpdir(), "lectern-doctor-")),
    env: { PATH: `${bin}:${process.env["PATH"]}`, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  return new Promise<{ readonly code: number | null; readonly out: string }>((resolve) =>
    child.once("close", (code) => resolve({ code, out })),
  );
}

/** The settings with which a Lectern was started that was given no others. */
export function settingsOf(lectern: Lectern): Readonly<Record<string, string>> {
  return {
    LECTERN_DATA_DIR: join(lectern.dataDir, "data"),
    LECTERN_PORT: new URL(lectern.url).port,
    CONFERENCE_SIGNALING_PORT: String(lectern.signalingPort),
  };
}
