import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { fail, ok, type Result } from "@lectern/protocol/result";
import { explainListen } from "@lectern/settings/explain-listen";
import { settings } from "@lectern/settings/table";
import { createPasswordHasher } from "./accounts/password-hasher.ts";
import { createSignInGuard } from "./accounts/sign-in-guard.ts";
import { createTurnstile } from "./accounts/turnstile.ts";
import { type AppConfig, isOnePort } from "./config.ts";
import type { Context } from "./context.ts";
import { loadKey } from "./database/keys.ts";
import { openDatabase } from "./database/open-database.ts";
import type { Database } from "./database/schema.ts";
import type { App } from "./http/app.ts";
import { createTell, type LinkProcess, openLink } from "./link.ts";
import { makeFirstAccountLink, welcomePath } from "./links/one-time-links.ts";
import { createLog } from "./log.ts";
import { passUpgrades } from "./one-port.ts";
import { createServer } from "./server.ts";
import { createSignalingAdmin } from "./signaling-admin.ts";

/** Why the app could not start, and the setting that would help. */
export interface StartFailure {
  readonly code: string;
  readonly message: string;
  readonly setting?: string;
}

export interface RunningApp {
  /** Path of the link that makes the first account; `null` when there is one. */
  readonly firstAccountPath: string | null;
  /** Ends all connections and closes the database; may be called twice. */
  readonly close: () => Promise<void>;
}

const builtPages = fileURLToPath(new URL("../../room/dist", import.meta.url));

/** Two at a time keep the processors of a small machine busy, and 38 MiB in use. */
const turnstileOptions = { places: 2, maxWaiting: 1_000 };
const slowLaneOptions = { places: 1, maxWaiting: 1_000 };

/** Starts the app: database, link to the supervisor, HTTP. It serves when this is done. */
export async function startApp(
  config: AppConfig,
  process: LinkProcess,
): Promise<Result<RunningApp, StartFailure>> {
  if (config.signaling.enabled && config.signaling.secret === null) return fail(noSecret);
  const database = await openDatabaseIn(config.dataDir);
  if (!database.ok) return database;
  const db = database.value;
  const context = await createContext(config, db, createTell(process));
  const app = await createServer(context, builtPages);
  const endUpgrades = isOnePort(config) ? passUpgradesOf(context, app) : () => {};
  const close = closeOnce(async () => {
    endUpgrades();
    await app.close();
    await db.destroy();
  });
  const listening = await listen(app, config);
  if (!listening.ok) {
    await close();
    return listening;
  }
  await openLink(context, process);
  const secret = await makeFirstAccountLink(db, context.now());
  return ok({ firstAccountPath: secret === null ? null : welcomePath(secret), close });
}

/** The folder is there: who starts the app has made it, for its owner alone. */
async function openDatabaseIn(folder: string): Promise<Result<Database, StartFailure>> {
  try {
    return ok(await openDatabase(join(folder, "lectern.db")));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail({
      code: "data-folder",
      message: `Cannot use the data folder ${JSON.stringify(folder)}: ${reason}`,
      setting: settings.dataDir.name,
    });
  }
}

async function createContext(
  config: AppConfig,
  db: Database,
  tell: Context["tell"],
): Promise<Context> {
  return {
    config,
    db,
    tell,
    signaling: createSignalingAdmin(config.signaling.adminSecret),
    log: createLog(config.logLevel),
    now: Date.now,
    passwords: await createPasswordHasher(),
    guard: createSignInGuard(),
    turnstile: createTurnstile(turnstileOptions),
    slowLane: createTurnstile(slowLaneOptions),
    pause: (ms) => setTimeout(ms),
    deviceKey: await loadKey(db, "device-cookie"),
  };
}

function passUpgradesOf({ config, log }: Context, app: App): () => void {
  const { signaling, tls, trustProxy } = config;
  return passUpgrades(app.server, {
    path: signaling.path,
    host: signaling.bindHost,
    port: signaling.port,
    isTls: tls !== null,
    trustsProxies: trustProxy.length > 0,
    log,
  });
}

async function listen(app: App, { host, port }: AppConfig): Promise<Result<null, StartFailure>> {
  try {
    await app.listen({ host, port });
    return ok(null);
  } catch (error) {
    const names = { host: settings.host.name, port: settings.port.name };
    const failure = explainListen(error, { host, port, settings: names });
    if (!failure) throw error;
    return fail(failure);
  }
}

const noSecret: StartFailure = {
  code: "no-secret",
  message: `Cannot sign tokens: ${settings.signalingSecret.name} is not set`,
  setting: settings.signalingSecret.name,
};

function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  return () => {
    closing ??= close();
    return closing;
  };
}
