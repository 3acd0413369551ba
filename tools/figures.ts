// Prints what Lectern weighs: kB of the pages and of the browser library, ms from `npm start` to ready,
// MB of the idle processes. Linux only: memory is read from /proc.
//
// RSS counts the pages of the Node binary in each process anew; PSS shares them out among the processes
// that map them, so that a sum of PSS is what the machine has less.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { freePorts } from "@lectern/testing/free-ports";

const root = join(import.meta.dirname, "..");
const starts = 5;
const idleSeconds = 60;

const dataDir = mkdtempSync(join(tmpdir(), "lectern-figures-"));
try {
  console.log(weighBuilds());
  await measureStarts();
} finally {
  rmSync(dataDir, { recursive: true });
}

/** The builds print their own weight. */
function weighBuilds(): string {
  const printed = execFileSync("npm", ["run", "--silent", "build"], { cwd: root });
  return printed
    .toString()
    .replaceAll(/^Building.*\n/gm, "")
    .trim();
}

async function measureStarts(): Promise<void> {
  const env = await ownEnvironment();
  const times: number[] = [];
  for (let round = 1; round <= starts; round += 1) {
    const began = performance.now();
    const lectern = spawn("npm", ["start"], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "ignore"],
    });
    await printed(lectern, "Lectern is ready.");
    times.push(Math.round(performance.now() - began));
    if (round === starts) await measureMemory(lectern);
    lectern.kill("SIGTERM");
    await new Promise((resolve) => lectern.once("close", resolve));
  }
  const [first, ...later] = times;
  console.log(`npm start to ready: first ${first} ms, then ${later.join(", ")} ms`);
}

/** Ports and a data folder that nobody uses, and a compile cache that the first start fills. */
async function ownEnvironment(): Promise<NodeJS.ProcessEnv> {
  const [port, signalingPort] = await freePorts(2);
  return {
    ...process.env,
    LECTERN_DATA_DIR: dataDir,
    NODE_COMPILE_CACHE: join(dataDir, "compiled"),
    LECTERN_PORT: String(port),
    CONFERENCE_SIGNALING_PORT: String(signalingPort),
  };
}

function printed(lectern: ChildProcess, words: string): Promise<void> {
  let text = "";
  return new Promise((resolve, reject) => {
    lectern.once("close", (code) => reject(new Error(`It ended with exit code ${code}:\n${text}`)));
    lectern.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.includes(words)) resolve();
    });
  });
}

async function measureMemory({ pid }: ChildProcess): Promise<void> {
  console.log(`idle for ${idleSeconds} s ...`);
  await wait(idleSeconds * 1000);
  const all = descendants(pid ?? 0).map(readMemory);
  for (const { name, rssMb, pssMb } of all)
    console.log(`${name}: RSS ${rssMb} MB, PSS ${pssMb} MB`);
  const both = all.filter(({ name }) => name !== "supervisor");
  console.log(
    `app and signaling together: RSS ${sum(both, "rssMb")} MB, PSS ${sum(both, "pssMb")} MB`,
  );
}

interface Memory {
  readonly name: string;
  readonly rssMb: number;
  readonly pssMb: number;
}

function readMemory(pid: number): Memory {
  const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
  const sizes = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  const read = (field: string): number => {
    const kib = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(sizes)?.[1];
    return Math.round((Number(kib) * 1024) / 1e6);
  };
  const name = /packages\/(\w+)\/src\/main\.ts/.exec(command)?.[1] ?? "supervisor";
  return { name, rssMb: read("Rss"), pssMb: read("Pss") };
}

/** The processes below npm: the supervisor, then its two. */
function descendants(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children
    .split(" ")
    .filter(Boolean)
    .map(Number)
    .flatMap((child) => [child, ...descendants(child)]);
}

function sum(all: readonly Memory[], field: "rssMb" | "pssMb"): number {
  return all.reduce((total, memory) => total + memory[field], 0);
}
