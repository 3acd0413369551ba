// The gate: format and lint, arrows, types of every package. All of them run, so all faults show at once.
import { spawn } from "node:child_process";
import { globSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const projects = globSync("{packages/*,bench,campaigns,e2e,tools}/tsconfig.json", {
  cwd: root,
}).sort();

const steps: readonly (readonly [string, ...string[]])[] = [
  ["biome", "ci", "--error-on-warnings", "."],
  ["node", "tools/check-arrows.ts"],
  ...projects.map((project) => ["tsc", "-p", project] as const),
];

let failures = 0;
for (const [command, ...args] of steps) {
  if ((await run(command, args)) !== 0) failures += 1;
}
console.log(failures === 0 ? "check: good" : `check: ${failures} of ${steps.length} steps failed`);
process.exitCode = failures === 0 ? 0 : 1;

function run(command: string, args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(join("node_modules", ".bin", command), args, {
      cwd: root,
      stdio: "inherit",
    });
    child.on("exit", (code) => resolve(code ?? 1));
    child.on("error", () => resolve(1));
  });
}
