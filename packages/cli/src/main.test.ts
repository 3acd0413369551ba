import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { settings } from "@lectern/settings/table";
import { freePort, freePorts } from "@lectern/testing/free-ports";
import { expect, onTestFinished, test, vi } from "vitest";

const bin = fileURLToPath(new URL("../bin/lectern.js", import.meta.url));

interface Output {
  readonly code: number | string | null | undefined;
  readonly out: string;
  readonly err: string;
}

/** Runs `lectern` as a person would, in an empty folder or in the one that is given. */
function lectern(
  args: readonly string[],
  cwd = mkdtempSync(join(tmpdir(), "lectern-main-")),
): Promise<Output> {
  return new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd, timeout: 10_000 }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, out, err }),
    );
  });
}

test.each([[], ["--help"], ["-h"], ["help"]])("lectern %s lists the commands", async (...args) => {
  const { code, out } = await lectern(args);
  expect(code).toBe(0);
  expect(out).toMatch(/^ {2}serve .+\n {2}signal-serve .+\n {2}doctor .+\n {2}turn-config .+$/m);
});

test("lectern serve --help lists every setting there is", async () => {
  const { code, out } = await lectern(["serve", "--help"]);
  expect(code).toBe(0);
  for (const { name } of Object.values(settings)) expect(out).toContain(`  ${name}\n`);
});

test("lectern signal-serve --help says how it is started alone", async () => {
  const { code, out } = await lectern(["help", "signal-serve"]);
  expect(code).toBe(0);
  expect(out).toContain("CONFERENCE_SIGNALING_SECRET");
  expect(out).not.toContain("LECTERN_DATA_DIR");
});

test("lectern --version prints it", async () => {
  expect(await lectern(["--version"])).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

test.each([
  [["surf"], /no command "surf"/],
  [["serve", "--prot", "1"], /--prot/],
  [["serve", "now"], /now/],
  [["signal-serve", "--tls", "self-signed"], /--tls/],
  [["doctor", "https://a.example", "https://b.example"], /b\.example/],
  [["turn-config", "--port", "1"], /--port/],
])("lectern %s is refused with what may be said, exit code 2", async (args, words) => {
  const { code, err } = await lectern(args);
  expect(code).toBe(2);
  expect(err).toMatch(words);
  expect(err).toContain("Usage:");
});

test("killing lectern signal-serve with -9 ends its server within 2 s", async () => {
  const port = await freePort();
  const secret = "a secret of this test of 32 bytes or more";
  const child = spawn(process.execPath, [bin, "signal-serve", "--port", String(port)], {
    cwd: mkdtempSync(join(tmpdir(), "lectern-main-")),
    env: { CONFERENCE_SIGNALING_SECRET: secret },
    stdio: ["ignore", "ignore", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let log = "";
  child.stderr.on("data", (chunk) => {
    log += chunk;
  });
  await vi.waitUntil(() => log.includes('"event":"listening"'), { timeout: 10_000 });
  child.kill("SIGKILL");
  await vi.waitUntil(async () => !(await isListening(port)), { timeout: 2_000 });
});

test("Ctrl+C at a terminal, which all processes and npm hear, sends everybody away in order", async () => {
  const [port, signalingPort] = await freePorts(2);
  const child = spawn(process.execPath, [bin, "serve"], {
    cwd: mkdtempSync(join(tmpdir(), "lectern-main-")),
    env: {
      LECTERN_PORT: String(port),
      CONFERENCE_SIGNALING_PORT: String(signalingPort),
      // Participants come through the app.
      CONFERENCE_SIGNALING_PUBLIC_PORT: String(port),
      LECTERN_LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of their own, as a terminal makes one.
    detached: true,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      printed += chunk;
    });
  }
  await vi.waitUntil(() => printed.includes("Lectern is ready"), { timeout: 15_000 });
  const participant = new WebSocket(`ws://127.0.0.1:${port}/ws/conference`);
  await once(participant, "open");
  const sentAway = once(participant, "close");
  const closed = once(child, "close");
  process.kill(-(child.pid ?? Number.NaN), "SIGINT");
  // npm passes on what it hears; the same signal would be one where the first had not been taken yet.
  child.kill("SIGTERM");
  expect(await sentAway).toMatchObject([{ code: 4000, reason: "draining" }]);
  expect(await closed).toEqual([0, null]);
});

test("lectern turn-config prints a configuration, and without a URL what is missing", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lectern-main-"));
  const { code, err } = await lectern(["turn-config"], folder);
  expect(code).toBe(2);
  expect(err).toMatch(/^CONFERENCE_TURN_URLS: found nothing; allowed: .+\n$/);
  const secret = "a-secret-of-this-test-of-32-bytes-or-more";
  const lines = ["CONFERENCE_TURN_URLS=turn:a.example", `CONFERENCE_TURN_SECRET=${secret}`];
  writeFileSync(
    join(folder, ".env"),
    [...lines, "CONFERENCE_TURN_RELAY_ADDRESS=8.8.4.4"].join("\n"),
  );
  const { out } = await lectern(["turn-config"], folder);
  expect(out).toContain(`\nstatic-auth-secret=${secret}\n`);
  expect(out).toContain("\nrelay-ip=8.8.4.4\n");
});

test.each(["serve", "signal-serve"])(
  "lectern %s names what is wrong in the .env file and in the settings at once",
  async (command) => {
    const folder = mkdtempSync(join(tmpdir(), "lectern-main-"));
    writeFileSync(join(folder, ".env"), "CONFERENCE_SIGNALING_PORT=many\nstray\n");
    const { code, err } = await lectern([command], folder);
    expect(code).toBe(2);
    expect(err).toContain(".env, line 2");
    expect(err).toContain("CONFERENCE_SIGNALING_PORT");
  },
);

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.unref();
  });
}
