import { parseArgs } from "node:util";
import { describeError } from "@lectern/settings/read-settings";
import { settings } from "@lectern/settings/table";
import { readSignalingConfig, type SignalingConfig } from "./config.ts";
import { EndedMeetings } from "./ended-meetings.ts";
import { type Link, openLink } from "./link.ts";
import { createLog } from "./log.ts";
import { type SignalingServer, startSignalingServer } from "./server.ts";

/** How long a stop may take before the process ends regardless. */
const stopTimeoutMs = 3_000;

const config = readConfig();
const link = openLink();
const log = createLog(config.logLevel);
const endedMeetings = new EndedMeetings(config.tokenTtlSeconds);
let starting: Promise<SignalingServer> | null = null;

process.on("SIGTERM", stop);
// At a terminal Ctrl+C reaches the whole process group; who is supervised leaves it to the supervisor.
process.on("SIGINT", () => {
  if (!link) void stop();
});
link?.onBroken(stop);

if (link) superviseBy(link);
else await start();

/** Listens only when it is known which meetings were ended, so that a fresh server opens none of them. */
function superviseBy(supervisor: Link): void {
  supervisor.on((message) => {
    if (message.type === "hello") {
      supervisor.send({ type: "ended-meetings", meetings: endedMeetings.list() });
    }
    if (message.type !== "ended-meetings") return;
    for (const meeting of message.meetings) endedMeetings.add(meeting);
    if (!starting) void start();
  });
  supervisor.send({ type: "hello" });
}

async function start(): Promise<void> {
  starting = startSignalingServer({
    ...config,
    log,
    endedMeetings,
    onEnded: (meeting) => link?.send({ type: "meeting-ended", ...meeting }),
  });
  try {
    await starting;
    link?.send({ type: "ready" });
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
  const setting = code === "EADDRNOTAVAIL" ? settings.signalingBindHost : settings.signalingPort;
  const message = `Cannot listen on ${config.host}:${config.port} (${code})`;
  log("error", "cannot-listen", { host: config.host, port: config.port, code });
  if (link) link.send({ type: "failed", code, message, setting: setting.name });
  else process.stderr.write(`${message}: choose another ${setting.name}\n`);
  process.exit(1);
}

async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), stopTimeoutMs).unref();
  const server = await starting?.catch(() => null);
  await server?.close();
  process.exit(0);
}

/** The settings, with the flags of the command line above the environment; ends with 2 when any is wrong. */
function readConfig(): SignalingConfig {
  const { values } = parseArgs({ options: { host: { type: "string" }, port: { type: "string" } } });
  const read = readSignalingConfig({
    ...process.env,
    ...(values.host !== undefined && { [settings.signalingBindHost.name]: values.host }),
    ...(values.port !== undefined && { [settings.signalingPort.name]: values.port }),
  });
  if (read.ok) return read.value;
  for (const error of read.error) process.stderr.write(`${describeError(error)}\n`);
  process.exit(2);
}
