// Writes dist/types: declarations that a project without these workspaces can use.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const root = join(import.meta.dirname, "..");
const out = join(root, "dist", "types");

rmSync(out, { recursive: true, force: true });
const { status } = spawnSync("tsc", ["-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
if (status !== 0) process.exit(1);

const entry = join(out, "client", "src", "bundle.d.ts");
const needed = withImports(entry);
for (const file of declarationsIn(out)) {
  if (needed.has(file)) writeFileSync(file, withPlainSpecifiers(file));
  else rmSync(file);
}
writeFileSync(
  join(root, "dist", "lectern-client.d.ts"),
  `export * from "./types/client/src/bundle.js";\n`,
);

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
  if (home && name) return join(out, home, "src", `${name}.d.ts`);
  return join(dirname(file), specifier.replace(/\.ts$/, ".d.ts"));
}

function declarationsIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".d.ts"))
    .map((name) => join(folder, name));
}
