// Does what is missing before a script runs: installs what the lock file says, builds the pages and
// the browser library, and for the tests gets browsers, PHP, Python and what networks are made of. Quick
// when there is nothing to do.
//
// Plain JavaScript for Node 20: it runs before the project's own Node is there.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const flags = process.argv.slice(2);

/** What Debian has to provide for the tests, by the command that shows it is there. */
const debianPackages = {
  chromium: "chromium",
  "chromium-headless-shell": "chromium-headless-shell",
  "firefox-esr": "firefox-esr",
  php: "php-cli",
  python3: "python3",
  nft: "nftables",
  ping: "iputils-ping",
  turnserver: "coturn",
};

/** Packages that are built, each with the other packages whose sources end up in it. */
const builds = [
  { name: "client", from: ["protocol"] },
  { name: "room", from: ["client", "protocol"] },
];

installPackages();
if (!flags.includes("--install-only")) for (const build of builds) buildPackage(build);
if (flags.includes("--tests")) installDebianPackages();

function installPackages() {
  if (isInstalled()) return;
  say("Installing what package-lock.json says ...");
  run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], "Installing failed");
}

/** npm keeps a list of what it has put into node_modules; it has to agree with the lock file. */
function isInstalled() {
  const installed = readLock(join(root, "node_modules", ".package-lock.json"));
  const wanted = readLock(join(root, "package-lock.json"));
  if (!installed || !wanted) return false;
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      !path.includes("node_modules/") ||
      (path in installed ? installed[path].version === version : optional),
  );
}

function readLock(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : null;
}

function buildPackage({ name, from }) {
  const folder = join(root, "packages", name);
  const stamp = join(folder, "dist", ".built-from");
  const inputs = hashFiles([folder, ...from.map((other) => join(root, "packages", other, "src"))]);
  const isFresh = existsSync(stamp) && readFileSync(stamp, "utf8") === inputs;
  if (isFresh && !flags.includes("--build")) return;
  say(`Building packages/${name} ...`);
  run("npm", ["run", "--silent", "build", "-w", `@lectern/${name}`], "The build failed");
  mkdirSync(join(folder, "dist"), { recursive: true });
  writeFileSync(stamp, inputs);
}

function hashFiles(folders) {
  const hash = createHash("sha256").update(readFileSync(join(root, "package-lock.json")));
  for (const file of folders.flatMap(listFiles)) hash.update(file).update(readFileSync(file));
  return hash.digest("hex");
}

function listFiles(folder) {
  return readdirSync(folder)
    .filter((name) => name !== "dist" && name !== "node_modules" && !name.includes(".test."))
    .sort()
    .map((name) => join(folder, name))
    .flatMap((path) => (statSync(path).isDirectory() ? listFiles(path) : [path]));
}

function installDebianPackages() {
  const missing = Object.keys(debianPackages).filter((command) => !isOnPath(command));
  if (missing.length === 0) return;
  const packages = missing.map((command) => debianPackages[command]);
  const isRoot = process.getuid?.() === 0 && isOnPath("apt-get");
  if (!isRoot)
    fail(`The tests need ${packages.join(" and ")}: apt-get install ${packages.join(" ")}`);
  say(`Installing ${packages.join(" and ")} for the tests ...`);
  process.env.DEBIAN_FRONTEND = "noninteractive";
  run("apt-get", ["update", "-qq"], "apt-get update failed");
  const options = ["install", "-y", "-qq", "--no-install-recommends", "-o=Dpkg::Use-Pty=0"];
  run("apt-get", [...options, ...packages], "apt-get install failed", "ignore");
}

function isOnPath(command) {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.some((folder) => existsSync(join(folder, command)));
}

function run(command, args, complaint, stdout = "inherit") {
  const stdio = ["ignore", stdout, "inherit"];
  const { status, error } = spawnSync(command, args, { cwd: root, stdio });
  if (status !== 0)
    fail(`${complaint}: ${command} ${args.join(" ")} (${error ?? `exit ${status}`})`);
}

function say(text) {
  process.stdout.write(`${text}\n`);
}

function fail(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}
