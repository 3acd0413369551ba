// All tests: the gate, the unit tests, then real browsers against the whole system.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const steps: readonly (readonly [string, ...string[]])[] = [
  ["node", "tools/check.ts"],
  ["vitest", "run", "--project", "unit"],
  ["vitest", "run", "--project", "e2e"],
];

let passed = 0;
for (const [command, ...args] of steps) {
  const { status } = spawnSync(join("node_modules", ".bin", command), args, {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) break;
  passed += 1;
}
console.log(`${passed} passed, ${steps.length - passed} failed`);
process.exitCode = passed === steps.length ? 0 : 1;
