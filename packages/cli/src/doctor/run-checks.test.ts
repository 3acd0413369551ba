import { expect, test } from "vitest";
import type { Check, CheckId } from "./check.ts";
import { bad, doubtful, type Finding, good } from "./finding.ts";
import { runChecks } from "./run-checks.ts";
import type { SetUp } from "./set-up.ts";

const setUp = {} as SetUp;

function check(id: CheckId, needs: readonly CheckId[], finding: Finding): Check {
  return { id, needs, run: async () => [finding] };
}

async function statusesOf(checks: readonly Check[]): Promise<readonly string[]> {
  return (await runChecks(checks, setUp)).map(({ id, status }) => `${id} ${status}`);
}

test("runChecks() skips what needs a check that failed, and what needs that in turn", async () => {
  const statuses = await statusesOf([
    check("ports", [], bad("closed", "open it")),
    check("page", ["ports"], good("open")),
    check("clock", ["page"], good("right")),
    check("data-folder", [], good("writable")),
  ]);
  expect(statuses).toEqual(["ports failure", "page skipped", "clock skipped", "data-folder ok"]);
});

test("runChecks() goes on after a warning", async () => {
  const statuses = await statusesOf([
    check("ports", [], doubtful("slow", "wait")),
    check("page", ["ports"], good("open")),
  ]);
  expect(statuses).toEqual(["ports warning", "page ok"]);
});
