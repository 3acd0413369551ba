import { parseArgs } from "node:util";
import { explainListen, type ListenAddress } from "@lectern/settings/explain-listen";
import { describeError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { Closings } from "./closings.ts";
import { openClosingsFile } from "./closings-file.ts";
import { readSignalingConfig, type SignalingConfig } from "./config.ts";
import { type Link, openLink } from "./link.ts";
import { createLog } from "./log.ts";
import { type SignalingServer, startSignalingServer } from "./server.ts";

/** How long clients may take to close after they were sent away, before the process ends regardless. */
const stopTimeoutMs = 900;

/** How long it may take to send everybody away when who started it is about to stop, or gone. */
const hastyDrainMs = 500;

const flags = readFlags();
const config = readConfig();
const link = flags.unsupervised ? null : openLink();
const log = createLog(config.logLevel);
const closings = new Closings(config.tokenTtlSeconds);
const note = openClosings(config.closingsFile);
let starting: Promise<SignalingServer> | null = null;
let isStopping = false;

process.on("SIGTERM", () => stop(link ? hastyDrainMs : config.drainMs));
// At a terminal Ctrl+C reaches the whole process group; who is supervised leaves it to the supervisor.
process.on("SIGINT", () => {
  if (!link) void stop(config.drainMs);
});
process.once("disconnect", () => stop(hastyDrainMs));

if (link) superviseBy(link);
else await start();

/** Listens only when it is known what was closed, so that a fresh server opens none of it. */
function superviseBy(supervisor: Link): void {
  supervisor.on(async (message) => {
    switch (message.type) {
      case "hello":
        supervisor.send({ type: "closings", ...closings.list() });
        return tellAdmin(await starting);
      case "closings":
        if (starting) return (await starting).learn(message);
        closings.addAll(message);
        return start();
      case "meeting-ended":
        return (await starting)?.learn({ meetings: [message], removals: [] });
      case "hand-over":
        await (await starting)?.drain({ handsOver: true });
        return process.exit(0);
    }
  });
  supervisor.send({ type: "hello" });
}

async function start(): Promise<void> {
  starting = startSignalingServer({
    ...config,
    log,
    closings,
    onEnded: (meeting) => {
      link?.send({ type: "meeting-ended", ...meeting });
      note({ meetings: [meeting] });
    },
    onRemoved: (removal) => {
      // All of them: a server that is starting opens on the first list that it hears.
      link?.send({ type: "closings", ...closings.list() });
      note({ removals: [removal] });
    },
  });
  try {
    tellAdmin(await starting);
    link?.send({ type: "ready" });
  } catch (error) {
    fail(error);
  }
}

function tellAdmin(server: SignalingServer | null): void {
  const port = server?.adminPort;
  if (port) link?.send({ type: "admin", port });
}

/** Under a supervisor it is the app that remembers. */
function openClosings(path: string | null): ReturnType<typeof openClosingsFile> {
  if (link || path === null) return () => {};
  try {
    return openClosingsFile(path, closings, { log, now: Date.now() });
  } catch {
    const { name: setting } = settings.signalingClosingsFile;
    const allowed = "a file that can be read and written";
    process.stderr.write(`${describeError({ setting, found: JSON.stringify(path), allowed })}\n`);
    process.exit(2);
  }
}

function fail(error: unknown): never {
  const where = whereOf(error);
  const failure = explainListen(error, where);
  if (!failure) throw error;
  const { code, message, setting } = failure;
  log("error", "cannot-listen", { host: where.host, port: where.port, code });
  if (link) link.send({ type: "failed", code, message, setting });
  else process.stderr.write(`${message}: choose another ${setting}\n`);
  process.exit(1);
}

/** Which of the two listeners it is about. */
function whereOf(error: unknown): ListenAddress {
  const { host, port, admin } = config;
  const isAdmin = error instanceof Error && "port" in error && error.port === admin?.port;
  if (admin && isAdmin) {
    const { name } = settings.signalingAdminPort;
    return { host: "127.0.0.1", port: admin.port, settings: { host: name, port: name } };
  }
  const names = { host: settings.signalingBindHost.name, port: settings.signalingPort.name };
  return { host, port, settings: names };
}

/** Sends everybody away first; a second signal ends it at once. */
async function stop(withinMs: number): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  setTimeout(() => process.exit(1), withinMs + stopTimeoutMs).unref();
  const server = await starting?.catch(() => null);
  await server?.drain({ withinMs });
  process.exit(0);
}

function readFlags() {
  return parseArgs({
    options: {
      host: { type: "string" },
      port: { type: "string" },
      replace: { type: "boolean", default: false },
      /** Who started it keeps a channel to be noticed when gone, and says nothing over it. */
      unsupervised: { type: "boolean", default: false },
    },
  }).values;
}

/** The settings, with the flags of the command line above the environment; ends with 2 when any is wrong. */
function readConfig(): SignalingConfig {
  const { host, port, replace } = flags;
  const read = readSignalingConfig({
    ...process.env,
    ...(host !== undefined && { [settings.signalingBindHost.name]: host }),
    ...(port !== undefined && { [settings.signalingPort.name]: port }),
  });
  if (read.ok) return { ...read.value, isReplacement: replace };
  for (const error of read.error) process.stderr.write(`${describeError(error)}\n`);
  process.exit(2);
}
