// Writes dist/types: declarations that a project without these workspaces can use.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
// Of one's own, so that two builds at a time do not read what the other is writing.
const emitted = mkdtempSync(join(tmpdir(), "lectern-types-"));
process.on("exit", () => rmSync(emitted, { recursive: true, force: true }));

const { status } = spawnSync("tsc", ["-p", "tsconfig.build.json", "--outDir", emitted], {
  cwd: root,
  stdio: "inherit",
});
if (status !== 0) process.exit(1);

for (const file of withImports(join(emitted, "client", "src", "bundle.d.ts"))) {
  const target = join(dist, "types", relative(emitted, file));
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, withPlainSpecifiers(file));
}
writeFileSync(join(dist, "lectern-client.d.ts"), `export * from "./types/client/src/bundle.js";\n`);

/** A declaration and all that it imports. */
function withImports(file: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(/ from "([^"]+)"/g)) {
    withImports(targetOf(file, specifier), found);
  }
  return found;
}

/** Another package is a folder beside this one here, and a `.ts` is a `.js` to whom it comes. */
function withPlainSpecifiers(file: string): string {
  return readFileSync(file, "utf8").replace(/(?<= from )"([^"]+)"/g, (_, specifier: string) => {
    const path = relative(dirname(file), targetOf(file, specifier)).replace(/\.d\.ts$/, ".js");
    return JSON.stringify(path.startsWith(".") ? path : `./${path}`);
  });
}

function targetOf(file: string, specifier: string): string {
  const [, home, name] = /^@lectern\/([^/]+)\/(.+)$/.exec(specifier) ?? [];
  if (home && name) return join(emitted, home, "src", `${name}.d.ts`);
  return join(dirname(file), specifier.replace(/\.ts$/, ".d.ts"));
}
