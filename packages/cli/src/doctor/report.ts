import type { CheckResult } from "./check.ts";
import type { Status } from "./finding.ts";

const marks: Readonly<Record<Status, string>> = {
  ok: "ok",
  warning: "WARNING",
  failure: "FAILURE",
  skipped: "skipped",
};

const markWidth = 9;
const idWidth = 13;

/** What a person reads: a line for each finding, beneath it what to do, and the sum. */
export function reportLines(results: readonly CheckResult[]): readonly string[] {
  return [...results.flatMap(linesOf), "", sumOf(results)];
}

function linesOf(result: CheckResult): readonly string[] {
  const { id, status, text } = result;
  const line = `${marks[status].padEnd(markWidth)}${id.padEnd(idWidth)}${text}`;
  return "cure" in result ? [line, `${" ".repeat(markWidth + idWidth)}-> ${result.cure}`] : [line];
}

function sumOf(results: readonly CheckResult[]): string {
  const count = (status: Status) => results.filter((result) => result.status === status).length;
  const failures = count("failure");
  const first =
    failures === 0 ? "No failure" : `${failures} ${failures === 1 ? "failure" : "failures"}`;
  return `${first}; ${count("warning")} with a warning, ${count("skipped")} skipped, ${count("ok")} ok`;
}
