import type { Check, CheckId, CheckResult } from "./check.ts";
import { type Finding, skipped } from "./finding.ts";
import type { SetUp } from "./set-up.ts";

/** Runs checks one after the other; what would only repeat an earlier failure is skipped. */
export async function runChecks(
  checks: readonly Check[],
  setUp: SetUp,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  const unusable = new Set<CheckId>();
  for (const { id, needs, run } of checks) {
    const missing = needs.find((need) => unusable.has(need));
    const findings = missing ? [skipped(waitsFor(missing))] : await run(setUp);
    if (missing || findings.some(isFailure)) unusable.add(id);
    results.push(...findings.map((finding) => ({ id, ...finding })));
  }
  return results;
}

/** The results of checks that cannot run before something else is mended. */
export function skipAll(checks: readonly Check[], missing: CheckId): readonly CheckResult[] {
  return checks.map(({ id }) => ({ id, ...skipped(waitsFor(missing)) }));
}

export function isFailure({ status }: Finding): boolean {
  return status === "failure";
}

function waitsFor(missing: CheckId): string {
  return `It can be told when "${missing}" is in order`;
}
