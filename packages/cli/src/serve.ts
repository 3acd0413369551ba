import { fileURLToPath } from "node:url";
import { isOnePort } from "@lectern/app/config";
import { describeError, type Environment } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import type { Failure } from "./child.ts";
import { systemClock } from "./clock.ts";
import type { FoundEnvironment } from "./environment.ts";
import { lockFolder } from "./folder-lock.ts";
import { whyNotFree } from "./free-addresses.ts";
import { lanAddresses } from "./lan-addresses.ts";
import { type LogTarget, openLog } from "./log-target.ts";
import { readyLines } from "./ready-lines.ts";
import { relayProgram } from "./relay/relay-program.ts";
import { readServeConfig, type ServeConfig, type ServeFlags } from "./serve-config.ts";
import { signalingFlags, signalingMain } from "./signal-serve.ts";
import { type OwnProgram, spawnWith } from "./spawn.ts";
import { type Start, Supervisor } from "./supervisor.ts";

const appMain = fileURLToPath(import.meta.resolve("@lectern/app/main"));

/** Its start makes garbage that a young generation of 16 MiB would keep for hours. */
const smallHeap = ["--max-semi-space-size=1"];

/** Starts Lectern and keeps it running until it is told to stop; gives the exit code. */
export async function serve(
  flags: ServeFlags,
  findEnvironment: () => FoundEnvironment,
): Promise<number> {
  const config = await readConfig(flags, findEnvironment());
  if (!config) return 2;
  const { dataDir } = config.app;
  const lock = lockFolder(dataDir);
  if (!lock.ok) {
    const served = `The data folder ${JSON.stringify(dataDir)} is served by process ${lock.error}`;
    complain(`${served}: stop it, or choose another ${settings.dataDir.name}`);
    return 1;
  }
  const code = await run(config, () => {
    const { env, errors } = findEnvironment();
    return readConfig(flags, { env: { ...env, ...adminSecretOf(config) }, errors });
  });
  lock.value();
  return code;
}

/** @param readAgain gives the settings as they are then; `null` when something is wrong with them */
async function run(
  config: ServeConfig,
  readAgain: () => Promise<ServeConfig | null>,
): Promise<number> {
  const notFree = await whyNotFree(config.env, config.relay);
  for (const failure of notFree) complain(adviceOn(failure));
  if (notFree.length > 0) return 1;
  const log = openLog(config.log, config.app.dataDir, process.stdout.isTTY);
  let firstAccountPath: string | null = null;
  const supervisor = supervise(config, log, (path) => {
    firstAccountPath = path;
  });
  const stopped = stopOnSignal(supervisor);
  replaceOnSignal(supervisor, readAgain);
  say("Starting Lectern ...");
  const start = await supervisor.start();
  if (start.type === "failed") {
    complain(describeFailure(start));
    await supervisor.close();
    return 1;
  }
  if (start.type === "ready") {
    const news = {
      firstAccountPath,
      relayUrls: config.relay?.urls ?? [],
      logFile: log.file,
      lanAddresses: lanAddresses(),
    };
    for (const line of readyLines(config.app, news)) say(line);
  }
  await stopped;
  return 0;
}

function supervise(
  config: ServeConfig,
  log: LogTarget,
  onFirstAccount: (path: string) => void,
): Supervisor {
  return new Supervisor({
    app: { name: "app", file: appMain, args: [], nodeFlags: smallHeap, env: config.env },
    signaling: config.app.signaling.enabled ? signalingProgram(config) : null,
    relay: config.relay && relayProgram(config.relay, config.app.dataDir),
    spawn: spawnWith({ logFd: log.fd }),
    clock: systemClock,
    onFirstAccount,
    onDeath: ({ name }, { how, restartMs }) =>
      complain(`The ${name} ended (${how}); starting it again in ${restartMs} ms`),
  });
}

async function readConfig(
  flags: ServeFlags,
  { env, errors }: FoundEnvironment,
): Promise<ServeConfig | null> {
  const read = await readServeConfig(flags, env);
  if (read.ok && errors.length === 0) return read.value;
  for (const error of [...errors, ...(read.ok ? [] : read.error)]) complain(describeError(error));
  return null;
}

/** The app knows the one that this start was given, or made. */
function adminSecretOf({ env }: ServeConfig): Environment {
  const { name } = settings.signalingAdminSecret;
  return { [name]: env[name] };
}

/** SIGUSR2 puts a new signaling server, with the settings as they are now, in the place of the old one. */
function replaceOnSignal(
  supervisor: Supervisor,
  readAgain: () => Promise<ServeConfig | null>,
): void {
  process.on("SIGUSR2", async () => {
    say("Replacing the signaling server ...");
    const config = await readAgain();
    if (!config) return complain("The signaling server goes on with the settings that it has");
    const program = signalingProgram(config);
    const outcome = await supervisor.replaceSignaling({
      ...program,
      args: [...program.args, "--replace"],
    });
    if (outcome.type === "replaced") say("A new signaling server is in place.");
    else if (outcome.type === "failed") complain(describeFailure(outcome));
    else complain("The signaling server cannot be replaced now");
  });
}

function describeFailure({ program, death }: Extract<Start, { readonly type: "failed" }>): string {
  const { failure, how } = death;
  return failure ? adviceOn(failure) : `The ${program.name} cannot start (${how})`;
}

function adviceOn({ message, setting }: Pick<Failure, "message" | "setting">): string {
  return setting ? `${message}: choose another ${setting}` : message;
}

function signalingProgram({ app, env }: ServeConfig): OwnProgram {
  const { bindHost, port } = app.signaling;
  const args = ["--host", bindHost, "--port", String(port)];
  const proxies = [...app.trustProxy, ...(isOnePort(app) ? ["loopback"] : [])];
  return {
    name: "signaling server",
    file: signalingMain,
    nodeFlags: signalingFlags,
    args,
    // On one port it is the app through which participants come.
    env: { ...env, [settings.trustProxy.name]: proxies.join(",") },
  };
}

/**
 * One Ctrl+C comes twice under `npm start`: a terminal sends it to all, and npm passes its own on. This
 * many ms later it is another.
 */
const echoMs = 1_000;

/** Resolves when a signal has come and all is stopped; a second Ctrl+C is a word of impatience. */
function stopOnSignal(supervisor: Supervisor): Promise<void> {
  return new Promise((resolve) => {
    let stoppedAt: number | null = null;
    const stop = () => {
      if (stoppedAt !== null) {
        if (performance.now() - stoppedAt > echoMs) supervisor.kill();
        return;
      }
      stoppedAt = performance.now();
      say("Stopping ...");
      void supervisor.close().then(resolve);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}
