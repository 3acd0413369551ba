// The arrows of the house: which package may import which, which file a library, and no cycles.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { pathToFileURL } from "node:url";

/** What each package may import of the others: the whole package, or one entry of it. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  log: [],
  settings: ["protocol"],
  token: ["protocol"],
  turn: ["protocol"],
  testing: [],
  signaling: ["log", "protocol", "settings", "token"],
  client: ["protocol"],
  app: ["log", "protocol", "settings", "token", "turn/credentials"],
  room: ["client"],
  cli: [
    "app/config",
    "app/issue-ice-servers",
    "app/signaling-url",
    "signaling/config",
    "protocol",
    "settings",
    "token",
    "turn",
  ],
  campaigns: ["client/backoff", "protocol", "signaling/upgrade", "testing", "token"],
  e2e: [
    ...["app", "cli", "client", "protocol", "settings", "signaling", "testing", "token", "turn"],
    ...["campaigns/options", "campaigns/quantiles", "campaigns/results", "campaigns/slope"],
  ],
  bench: ["client/backoff", "protocol", "settings", "testing", "token"],
};

/** What the tests of a package may import besides, and the helpers in its `testing` folders. */
const arrowsOfTests: Readonly<Record<string, readonly string[]>> = {
  signaling: ["testing"],
  app: ["testing"],
  cli: ["testing"],
};

/** Packages that know neither Node nor the DOM. */
const pure = ["protocol"];
/** Packages that run in a browser. */
const browser = ["client", "room"];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isTypeOnly: boolean;
}

/**
 * Every fault of the tree below `root`, one line each; none when the house stands as it should.
 *
 * Tests keep to the arrows like all files, and to a few of their own; they may share libraries, and go
 * in circles.
 */
export function findFaults(root: string): readonly string[] {
  const files = globSync(["packages/*/src/**/*.{ts,tsx}", "{e2e,bench,campaigns}/src/**/*.ts"], {
    cwd: root,
  });
  const imports = files
    .map((file) => file.replaceAll("\\", "/"))
    .flatMap((file) => readImports(root, file));
  const shipped = imports.filter(({ from }) => !isTest(from));
  return [
    ...imports.flatMap(arrowFault),
    ...libraryFaults(shipped),
    ...cycleFaults(shipped.filter(isRelative)),
  ];
}

function readImports(root: string, from: string): readonly Import[] {
  const text = readFileSync(join(root, from), "utf8");
  const statement =
    /^\s*(?:import|export)\s+(type\s)?(?:[^"'`;]*?\sfrom\s*)?["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;
  return [...text.matchAll(statement)].map(([, typeOnly, named, dynamic]) => ({
    from,
    to: named ?? dynamic ?? "",
    isTypeOnly: typeOnly !== undefined,
  }));
}

function arrowFault({ from, to }: Import): readonly string[] {
  const home = packageOf(from);
  if (to.startsWith("@lectern/")) {
    const target = to.slice("@lectern/".length);
    const ofTests = isTest(from) ? (arrowsOfTests[home] ?? []) : [];
    const isAllowed = [...(arrows[home] ?? []), ...ofTests].some(
      (allowed) => target === allowed || target.startsWith(`${allowed}/`),
    );
    return isAllowed ? [] : [`${from}: ${home} must not import ${to}`];
  }
  if (isRelative({ from, to }) && packageOf(resolve(from, to)) !== home) {
    return [`${from}: reaches into another package by path (${to})`];
  }
  if (to.startsWith("node:") && (pure.includes(home) || browser.includes(home))) {
    return [`${from}: ${home} must not import ${to}`];
  }
  if (pure.includes(home) && !isRelative({ from, to }) && !isTest(from)) {
    return [`${from}: ${home} must not import ${to}`];
  }
  return [];
}

/** A library that is imported, types aside, by more than one file of a package. */
function libraryFaults(imports: readonly Import[]): readonly string[] {
  const users = new Map<string, Set<string>>();
  for (const { from, to, isTypeOnly } of imports) {
    if (isTypeOnly || isRelative({ from, to }) || /^(?:node:|@lectern\/)/.test(to)) continue;
    if (isFrame(packageOf(from), to)) continue;
    const key = `${packageOf(from)}: ${libraryOf(to)}`;
    users.set(key, (users.get(key) ?? new Set()).add(from));
  }
  return [...users]
    .filter(([, files]) => files.size > 1)
    .map(([key, files]) => `${key} is imported by ${[...files].join(", ")}`);
}

/** What a whole package is written in, as others are written in a language. */
function isFrame(home: string, to: string): boolean {
  const frames: Readonly<Record<string, RegExp>> = {
    room: /^(?:preact|@preact\/signals)(?:\/|$)/,
    app: /^(?:kysely|typebox)(?:\/|$)/,
    e2e: /^(?:vitest|playwright-core)(?:\/|$)/,
  };
  return frames[home]?.test(to) ?? false;
}

function cycleFaults(imports: readonly Import[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) {
    targets.set(from, [...(targets.get(from) ?? []), resolve(from, to)]);
  }
  const done = new Set<string>();
  const faults: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) faults.push(`cycle: ${[...path.slice(at), file].join(" -> ")}`);
    if (at >= 0 || done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return faults;
}

function isRelative({ to }: Pick<Import, "from" | "to">): boolean {
  return to.startsWith(".");
}

function isTest(file: string): boolean {
  return /\.(?:test|fake)\.tsx?$|\/testing\//.test(file);
}

function packageOf(file: string): string {
  const [top = "", name = ""] = file.split("/");
  return top === "packages" ? name : top;
}

function libraryOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function resolve(from: string, to: string): string {
  return normalize(join(dirname(from), to)).replaceAll("\\", "/");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = join(import.meta.dirname, "..");
  const faults = findFaults(root);
  for (const fault of faults) console.error(fault);
  if (faults.length === 0) console.log(`arrows: good (${relative(process.cwd(), root) || "."})`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
